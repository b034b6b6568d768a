package org.attune.space;

/** No configuration was found that the forbidden clauses of a space allow, although they are not known to leave nothing. */
public final class NothingDrawnException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NothingDrawnException(String message) {
        super(message);
    }
}
