package org.attune.cli.live;

import org.jline.utils.AttributedStyle;

/** What a terminal can show. {@code unicode}: characters beyond ASCII. */
public record Theme(boolean color, boolean unicode) {

    AttributedStyle plain() {
        return AttributedStyle.DEFAULT;
    }

    AttributedStyle title() {
        return color ? AttributedStyle.BOLD : plain();
    }

    AttributedStyle good() {
        return color ? AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN) : plain();
    }

    AttributedStyle bad() {
        return color ? AttributedStyle.DEFAULT.foreground(AttributedStyle.RED) : plain();
    }

    AttributedStyle quiet() {
        return color ? AttributedStyle.DEFAULT.faint() : plain();
    }

    String ellipsis() {
        return unicode ? "…" : "..";
    }

    String dot() {
        return unicode ? " · " : ", ";
    }

    String full() {
        return unicode ? "━" : "#";
    }

    String empty() {
        return unicode ? "╌" : "-";
    }
}
