package org.attune.space.formats.pcs;

import org.attune.text.Invalid;
import org.attune.text.Json;
import org.attune.text.Place;
import org.attune.text.Source;

/** One line of a file, read from left to right; what stands behind a {@code #} is not part of it. */
final class Line {
    private static final String ENDS_WORD = "{}[]|,=\"'";

    private final Source source;
    private final int number;
    private final String text;
    private int at;

    Line(Source source, int number, String text) {
        this.source = source;
        this.number = number;
        this.text = withoutComment(text);
    }

    boolean isEmpty() {
        return text.isBlank();
    }

    /** Outside of quotes. */
    boolean contains(char symbol) {
        return indexOf(text, symbol) >= 0;
    }

    String text() {
        return text.strip();
    }

    /** Of what comes next. */
    Place place() {
        skipSpace();
        return source.at(number, text.codePointCount(0, at) + 1);
    }

    boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    /** Goes over the symbol if it comes next. */
    boolean takes(String symbol) {
        skipSpace();
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        at += symbol.length();
        return true;
    }

    /** @param where the symbol must stand: {@code "after the choices"} */
    void require(String symbol, String where, String remedy) {
        Place place = place();
        if (!takes(symbol)) {
            throw new Invalid(
                    place, "a '" + symbol + "' must stand " + where + ", but got " + shownRest() + ".", remedy);
        }
    }

    void requireEnd(String after) {
        Place place = place();
        if (!isAtEnd()) {
            throw new Invalid(place, "nothing may stand " + after + ", but got " + shownRest() + ".", "");
        }
    }

    /** @param what is expected: {@code "a choice"} */
    Word word(String what) {
        Place place = place();
        boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
        if (quoted) {
            int end = text.indexOf(text.charAt(at), at + 1);
            if (end < 0) {
                throw new Invalid(place, "a quotation mark must have a second one on its line, but it has none.", "");
            }
            String word = text.substring(at + 1, end);
            at = end + 1;
            return new Word(word, true, place);
        }
        int from = at;
        while (at < text.length() && isPartOfWord(at)) {
            at++;
        }
        if (at == from) {
            throw new Invalid(place, what + " must stand here, but got " + shownRest() + ".", "");
        }
        return new Word(text.substring(from, at), false, place);
    }

    /** Goes back over the last characters of a word that was read. */
    void back(int characters) {
        at -= characters;
    }

    private boolean isPartOfWord(int index) {
        return !Character.isWhitespace(text.charAt(index))
                && ENDS_WORD.indexOf(text.charAt(index)) < 0
                && !text.startsWith("&&", index)
                && !text.startsWith("!=", index)
                && !text.startsWith("<=", index)
                && !text.startsWith(">=", index);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String shownRest() {
        String rest = text.substring(at).strip();
        return rest.isEmpty()
                ? "the end of the line"
                : Json.text(rest.length() <= 40 ? rest : rest.substring(0, 37) + "...");
    }

    private static String withoutComment(String text) {
        int comment = indexOf(text, '#');
        return comment < 0 ? text : text.substring(0, comment);
    }

    private static int indexOf(String text, char symbol) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (quote == 0 && each == symbol) {
                return i;
            } else if (quote == 0 && (each == '"' || each == '\'')) {
                quote = each;
            } else if (each == quote) {
                quote = 0;
            }
        }
        return -1;
    }
}
