package org.attune.space;

/** A value that a parameter does not have; the message names the parameter, the rule and the value. */
public final class IllegalValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public IllegalValueException(String message) {
        super(message);
    }
}
