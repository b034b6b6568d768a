package org.attune.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A study that breaks rules; the message tells all errors, in the order of the text. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecError> errors;

    public SpecException(List<SpecError> errors) {
        super(errors.stream().map(SpecError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** At least one. */
    public List<SpecError> errors() {
        return errors;
    }
}
