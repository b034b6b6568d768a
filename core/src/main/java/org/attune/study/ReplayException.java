package org.attune.study;

/** A journal holds another decision than the one its events lead to. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String expected, String found) {
        super("the journal's events lead to " + expected + ", but the journal has " + found
                + ". Maybe it was written by another version of Attune: go on with that one.");
    }
}
