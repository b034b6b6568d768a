package org.attune.space;

/** How two values may stand to each other. */
public enum Comparison {
    EQUAL("equals", "="),
    NOT_EQUAL("not", "!="),
    LESS("less", "<"),
    AT_MOST("at_most", "<="),
    GREATER("greater", ">"),
    AT_LEAST("at_least", ">=");

    private final String key;
    private final String symbol;

    Comparison(String key, String symbol) {
        this.key = key;
        this.symbol = symbol;
    }

    /** As study files write it. */
    public String key() {
        return key;
    }

    /** As messages write it. */
    public String symbol() {
        return symbol;
    }

    /** Whether it asks for an order, which numbers and ordinal choices have. */
    public boolean ordered() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** The one that holds where this one does not. */
    public Comparison opposite() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS -> AT_LEAST;
            case AT_MOST -> GREATER;
            case GREATER -> AT_MOST;
            case AT_LEAST -> LESS;
        };
    }

    /** @param sign below, at or above 0, as the left value is less than, equal to or greater than the right one */
    public boolean holds(int sign) {
        return switch (this) {
            case EQUAL -> sign == 0;
            case NOT_EQUAL -> sign != 0;
            case LESS -> sign < 0;
            case AT_MOST -> sign <= 0;
            case GREATER -> sign > 0;
            case AT_LEAST -> sign >= 0;
        };
    }
}
