package org.attune.cli;

import java.io.PrintWriter;
import java.util.List;
import org.attune.analysis.Failures;

/** Kinds of failures, for people: {@code 37 of 40 failures: CUDA out of memory ..., all with batch_size >= 256}. */
final class FailureText {
    private static final int LONGEST = 160;

    private FailureText() {}

    /** @param called how Attune was called */
    static void print(List<Failures> kinds, String called, String study, PrintWriter out) {
        for (Failures kind : kinds) {
            out.println(line(kind));
            out.println("  " + called + " logs " + study + " " + kind.trial());
        }
    }

    static String line(Failures kind) {
        String share = kind.of() == 1 ? "1 failure" : kind.count() + " of " + kind.of() + " failures";
        String each = kind.count() == 1 ? ", with " : ", all with ";
        return share + ": " + words(kind)
                + kind.condition().map(rule -> each + rule).orElse("");
    }

    private static String words(Failures kind) {
        String message = kind.message().strip();
        if (message.isEmpty()) {
            return Words.of(kind.cause());
        }
        return message.length() <= LONGEST
                ? message
                : message.substring(0, LONGEST).stripTrailing() + "...";
    }
}
