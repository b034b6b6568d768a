package org.attune.head.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.attune.journal.DiskProblem;
import org.attune.journal.JournalException;
import org.attune.study.ReplayException;
import org.attune.text.TextException;
import org.attune.tuner.SpecChangedException;

/** What went wrong with a study, in the words of a run without a cluster. */
final class Troubles {
    private Troubles() {}

    static String text(Throwable problem) {
        Throwable cause = problem instanceof UncheckedIOException io ? io.getCause() : problem;
        if (cause instanceof IOException failure) {
            return DiskProblem.sentence(failure);
        }
        return isExpected(cause) ? String.valueOf(cause.getMessage()) : "a fault in Attune itself: " + cause;
    }

    /** Whether somebody else than Attune can put it right. */
    private static boolean isExpected(Throwable problem) {
        return problem instanceof JournalException
                || problem instanceof SpecChangedException
                || problem instanceof ReplayException
                || problem instanceof TextException
                || problem instanceof IllegalArgumentException;
    }
}
