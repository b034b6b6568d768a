package org.attune.cli;

import org.attune.analysis.LoadedStudy;
import org.attune.study.Trial;

/** Looks up the trial that a command names. */
final class Trials {
    private Trials() {}

    static Trial find(LoadedStudy loaded, int number) {
        int count = loaded.study().trials().size();
        if (number < 0 || number >= count) {
            String range = count == 0 ? "it has none yet" : "they are 0 to " + (count - 1);
            throw new BadInput("the study '" + loaded.name() + "' has no trial " + number + "; " + range + ".");
        }
        return loaded.study().trial(number);
    }
}
