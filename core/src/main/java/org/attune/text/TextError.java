package org.attune.text;

/**
 * One thing wrong with a study.
 *
 * @param where {@code study.yaml:7:15}, or what else the value came from: {@code --set trials=x}
 * @param line from 1; 0 if it did not come from a file
 * @param column from 1, in characters; 0 if it did not come from a text
 * @param rule the rule and the values that break it
 * @param remedy what is likely meant; may be empty
 * @param excerpt the line of the text and below it a caret; empty if it did not come from a text
 */
public record TextError(String where, int line, int column, String rule, String remedy, String excerpt) {

    /** Rule and remedy. */
    public String message() {
        return remedy.isEmpty() ? rule : rule + " " + remedy;
    }

    /** The same, with another word for where the value came from. */
    public TextError withWhere(String other) {
        return new TextError(other, line, column, rule, remedy, excerpt);
    }

    /** The whole, over one or three lines. */
    @Override
    public String toString() {
        return where + ": " + message() + (excerpt.isEmpty() ? "" : "\n" + excerpt);
    }
}
