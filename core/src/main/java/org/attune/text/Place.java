package org.attune.text;

/** Where a value stands. Line and column count from 1; 0 where there is no text. */
public record Place(Source source, int line, int column) implements Comparable<Place> {
    private static final int WIDTH = 120;

    public String where() {
        return source.where(line, column);
    }

    public String excerpt() {
        if (line < 1 || line > source.lines().size()) {
            return "";
        }
        String text = source.lines().get(line - 1).replace('\t', ' ');
        int caret = column - 1;
        if (text.length() > WIDTH) {
            int from = Math.max(0, Math.min(caret - WIDTH / 2, text.length() - WIDTH));
            text = (from > 0 ? "..." : "") + text.substring(from, Math.min(text.length(), from + WIDTH));
            caret += from > 0 ? 3 - from : 0;
        }
        return "    " + text + "\n    " + " ".repeat(Math.max(0, caret)) + "^";
    }

    @Override
    public int compareTo(Place other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
