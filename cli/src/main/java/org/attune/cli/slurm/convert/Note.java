package org.attune.cli.slurm.convert;

/**
 * What is to be known of a place of a script.
 *
 * @param isOpen whether somebody has to look at it: it was not understood, or means something else now
 */
public record Note(Statement.Place place, boolean isOpen, String what, String why) {

    /** {@code line 12: left out 'sleep 5': the tasks of a step need not be waited for}. */
    public String text() {
        return isOpen
                ? "line " + place.line() + ", column " + place.column() + ": " + what + ": " + why
                : "line " + place.line() + ": " + what + ": " + why;
    }
}
