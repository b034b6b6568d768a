package org.attune.tuner;

import org.attune.spec.SpecChange;

/** A study was begun with another definition: one under which its results would mean something else, or another space, which somebody must accept. */
public final class SpecChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SpecChange change;

    SpecChangedException(String study, SpecChange change) {
        super(change.isAllowed() ? question(study, change) : refusal(study, change));
        this.change = change;
    }

    public SpecChange change() {
        return change;
    }

    private static String question(String study, SpecChange change) {
        return "the space of study '" + study + "' has changed since its last run:\n  "
                + String.join("\n  ", change.lines())
                + "\nWhat leaves the model stays in the results. To go on in the new space accept the changes"
                + " (--accept-changes); for a study of its own give another name (--name).";
    }

    private static String refusal(String study, SpecChange change) {
        return "the study '" + study + "' was begun with another definition:\n  "
                + String.join("\n  ", change.lines())
                + "\nMaybe a new study is meant? Give it another name (--name), or undo the change to go on with this one.";
    }
}
