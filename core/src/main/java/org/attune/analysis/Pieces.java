package org.attune.analysis;

import java.util.ArrayList;
import java.util.List;

/** A text in lines of a bounded width: parted between words, and within those that are longer than a line. */
final class Pieces {
    private Pieces() {}

    /** One empty piece of an empty text. */
    static List<String> of(String text, int width) {
        int room = Math.max(1, width);
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            pieces.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        pieces.add(rest);
        return pieces;
    }
}
