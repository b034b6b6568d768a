package org.attune.text;

import java.util.List;
import java.util.stream.Collectors;

/** A study that breaks rules; the message tells all errors, in the order of the text. */
public final class TextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<TextError> errors;

    public TextException(List<TextError> errors) {
        super(errors.stream().map(TextError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** At least one. */
    public List<TextError> errors() {
        return errors;
    }
}
