package org.attune.tuner;

import org.attune.spec.SpecChange;

/** A study was begun with another definition, under which its results would mean something else. */
public final class SpecChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpecChangedException(String study, SpecChange change) {
        super(
                "the study '" + study + "' was begun with another definition:\n  "
                        + String.join("\n  ", change.lines())
                        + "\nMaybe a new study is meant? Give it another name (--name), or undo the change to go on with this one.");
    }
}
