package org.attune.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.Failures;

/** Kinds of failures, for people: {@code 37 of 40 failures: CUDA out of memory ..., all with batch_size >= 256}. */
final class FailureText {
    private FailureText() {}

    /**
     * @param called how Attune was called
     * @param study by which name commands find it here, if they do
     */
    static void print(List<Failures> kinds, String called, Optional<String> study, PrintWriter out) {
        for (Failures kind : kinds) {
            out.println(line(kind));
            study.ifPresent(name -> out.println("  " + called + " logs " + name + " " + kind.trial()));
        }
    }

    /** Not cut, since the remedy comes last. */
    static String line(Failures kind) {
        String share = kind.of() == 1 ? "1 failure" : kind.count() + " of " + kind.of() + " failures";
        String each = kind.count() == 1 ? "with " : "all with ";
        String words = words(kind);
        return share + ": " + words
                + kind.condition()
                        .map(rule -> words.matches("(?s).*[.?!]") ? " (" + each + rule + ")" : ", " + each + rule)
                        .orElse("");
    }

    private static String words(Failures kind) {
        String message = kind.message().strip();
        return message.isEmpty() ? Words.of(kind.cause()) : message;
    }
}
