package org.attune.text;

/** A single value that breaks a rule; {@link Fields} collects them. */
public final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String rule;
    private final String remedy;

    public Invalid(Place place, String rule, String remedy) {
        super(rule, null, false, false);
        this.place = place;
        this.rule = rule;
        this.remedy = remedy;
    }

    public Place place() {
        return place;
    }

    public String rule() {
        return rule;
    }

    public String remedy() {
        return remedy;
    }
}
