package org.attune.head.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile() + ".";
        } else if (cause instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile() + "." + DiskProblem.owner(Path.of(denied.getFile()));
        } else if (cause instanceof FileSystemException refused && DiskProblem.isOne(refused)) {
            return refused.getFile() + ": " + DiskProblem.reason(refused) + ". " + DiskProblem.remedy(refused) + ".";
        }
        return isExpected(cause) ? String.valueOf(cause.getMessage()) : "a fault in Attune itself: " + cause;
    }

    /** Whether somebody else than Attune can put it right. */
    private static boolean isExpected(Throwable problem) {
        return problem instanceof IOException
                || problem instanceof JournalException
                || problem instanceof SpecChangedException
                || problem instanceof ReplayException
                || problem instanceof TextException
                || problem instanceof IllegalArgumentException;
    }
}
