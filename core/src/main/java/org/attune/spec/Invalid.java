package org.attune.spec;

/** A single value that breaks a rule; {@link Fields} collects them. */
final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String rule;
    private final String remedy;

    Invalid(Place place, String rule, String remedy) {
        super(rule, null, false, false);
        this.place = place;
        this.rule = rule;
        this.remedy = remedy;
    }

    Place place() {
        return place;
    }

    String rule() {
        return rule;
    }

    String remedy() {
        return remedy;
    }
}
