package org.attune.tuner;

import java.time.Duration;
import java.util.OptionalInt;

/** What messages say. */
final class Texts {
    private Texts() {}

    /** How many trials run beside each other on a worker, since memory ran out. */
    static String together(OptionalInt most) {
        return most.isEmpty()
                ? "it is known now which trial took the memory: as many run beside each other as before"
                : "memory ran out again, and nobody knows which trial took it: from now on no more than "
                        + most.getAsInt() + (most.getAsInt() == 1 ? " runs" : " run")
                        + " on a worker at once, until that is known";
    }

    /** {@code 2 h}, {@code 1 h 30 min}, {@code 90.5 s}. */
    static String duration(Duration time) {
        StringBuilder text = new StringBuilder();
        if (time.toHours() > 0) {
            text.append(time.toHours()).append(" h ");
        }
        if (time.toMinutesPart() > 0) {
            text.append(time.toMinutesPart()).append(" min ");
        }
        double seconds = time.toMillis() % 60_000 / 1000.0;
        if (seconds > 0 || text.length() == 0) {
            text.append(seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds))
                    .append(" s ");
        }
        return text.toString().strip();
    }
}
