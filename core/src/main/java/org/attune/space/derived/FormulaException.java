package org.attune.space.derived;

/** An expression that is none, or that has no value for some configuration. */
public final class FormulaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String rule;
    private final String remedy;

    FormulaException(int position, String rule, String remedy) {
        super(remedy.isEmpty() ? rule : rule + " " + remedy);
        this.position = position;
        this.rule = rule;
        this.remedy = remedy;
    }

    /** Number of the character of the expression at which it is wrong, from 1. */
    public int position() {
        return position;
    }

    public String rule() {
        return rule;
    }

    /** May be empty. */
    public String remedy() {
        return remedy;
    }
}
