package org.attune.tuner;

import java.time.Duration;

/** Times as messages say them. */
final class Texts {
    private Texts() {}

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
