package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.attune.cli.BadInput;
import org.attune.cli.slurm.chain.Submission;
import org.attune.journal.Head;
import org.attune.journal.Ownership;
import org.attune.journal.StudyBusyException;

/**
 * The right to submit a study, which one process has at a time: between the look at Slurm's queue and the new job in it
 * nobody else may look. Held as studies are, so that it ends with its process, and counts on all machines that see the
 * folder.
 */
final class Turn {
    private static final int TRIES = 10;

    private final Path study;
    private final Ownership held;

    private Turn(Path study, Ownership held) {
        this.study = study;
        this.held = held;
    }

    /** @throws BadInput if another process has it */
    static Turn take(Path study) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return new Turn(study, Ownership.acquire(Submission.all(study), false));
            } catch (StudyBusyException e) {
                throw new BadInput(text(study.getFileName().toString(), e), e);
            } catch (NoSuchFileException e) {
                // Somebody else had it, submitted nothing and tidied the folder away.
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static String text(String study, StudyBusyException busy) {
        Head other = busy.head();
        return "study '" + study + "' is being submitted at this moment by process " + other.pid() + " on "
                + other.host()
                + (busy.isHere() ? "" : ", or was until half a minute ago at most, if that has died")
                + ". 'attune slurm status " + study + "' shows its job soon.";
    }

    void close() throws IOException {
        held.close();
        Submission.tidy(study);
    }
}
