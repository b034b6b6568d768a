package org.attune.text;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A text that values came from, and how a place in it is named. */
public sealed interface Source {

    String where(int line, int column);

    /** The lines to quote; empty if a quotation would say nothing new. */
    List<String> lines();

    /** Line and column count from 1. */
    default Place at(int line, int column) {
        return new Place(this, line, column);
    }

    default Place place(Mark mark) {
        return at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The value as a whole. */
    default Place whole() {
        return new Place(this, 0, 0);
    }

    record File(String name, List<String> lines) implements Source {
        public File(String name, String text) {
            this(name, text.lines().toList());
        }

        @Override
        public String where(int line, int column) {
            return line == 0 ? name : name + ":" + line + ":" + column;
        }
    }

    /** An argument of a command line, or an object that a program made. */
    record Named(String name) implements Source {
        @Override
        public String where(int line, int column) {
            return name;
        }

        @Override
        public List<String> lines() {
            return List.of();
        }

        @Override
        public Place at(int line, int column) {
            return whole();
        }
    }

    /** A part, from a column on, of an argument of a command line that is worth quoting. */
    record Flag(String name, String text, int from) implements Source {
        @Override
        public String where(int line, int column) {
            return name + ", column " + column;
        }

        @Override
        public List<String> lines() {
            return List.of(text);
        }

        public Place at(int index) {
            return new Place(this, 1, index + 1);
        }

        @Override
        public Place at(int line, int column) {
            return at(from + column - 1);
        }
    }
}
