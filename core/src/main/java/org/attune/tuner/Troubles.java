package org.attune.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.attune.journal.DiskProblem;
import org.attune.journal.JournalException;
import org.attune.space.NothingDrawnException;
import org.attune.study.ReplayException;
import org.attune.text.TextException;

/** What went wrong with a study, in the same words wherever it runs. */
public final class Troubles {
    private Troubles() {}

    /** Why, for people: what they can put right, else that it is Attune's fault. */
    public static String text(Throwable problem) {
        return isExpected(problem) ? sentence(problem) : "a fault in Attune itself: " + problem;
    }

    /** Why, of one that is expected. */
    public static String sentence(Throwable problem) {
        Throwable cause = cause(problem);
        return cause instanceof IOException failure
                ? DiskProblem.sentence(failure)
                : String.valueOf(cause.getMessage());
    }

    /** Whether somebody else than Attune can put it right. */
    public static boolean isExpected(Throwable problem) {
        Throwable cause = cause(problem);
        return cause instanceof IOException
                || cause instanceof JournalException
                || cause instanceof SpecChangedException
                || cause instanceof ReplayException
                || cause instanceof TextException
                || cause instanceof NothingDrawnException
                || cause instanceof IllegalArgumentException;
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof UncheckedIOException io ? io.getCause() : problem;
    }
}
