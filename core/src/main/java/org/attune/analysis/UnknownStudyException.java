package org.attune.analysis;

/** No study is called so, or lies there; the message names the nearest ones. */
public final class UnknownStudyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStudyException(String message) {
        super(message);
    }
}
