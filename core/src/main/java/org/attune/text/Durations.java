package org.attune.text;

import java.time.Duration;

/** Times as people say them, no more exact than they are known. */
public final class Durations {
    private Durations() {}

    /** {@code 1 h 20 min}, {@code 12 min}, {@code 90 s}, {@code 0.4 s}. */
    public static String text(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        if (seconds < 10) {
            double tenths = Math.max(0, Math.round(time.toMillis() / 100.0) / 10.0);
            return (tenths == Math.rint(tenths) ? Long.toString((long) tenths) : Double.toString(tenths)) + " s";
        } else if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 120
                ? minutes + " min"
                : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
