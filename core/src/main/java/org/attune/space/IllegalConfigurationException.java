package org.attune.space;

/** Values that are no configuration of a space. */
public final class IllegalConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The first rule, in this order, that is broken. */
    public enum Fault {
        UNKNOWN_PARAMETER,
        ILLEGAL_VALUE,
        /** A parameter has no value although it is active. */
        ACTIVE_NOT_SET,
        /** A parameter has a value although it is not active. */
        INACTIVE_SET,
        FORBIDDEN
    }

    private final Fault fault;
    private final String parameter;

    /** @param parameter the one at fault; of a forbidden combination the first of its clause */
    public IllegalConfigurationException(Fault fault, String parameter, String message) {
        super(message);
        this.fault = fault;
        this.parameter = parameter;
    }

    public Fault fault() {
        return fault;
    }

    public String parameter() {
        return parameter;
    }
}
