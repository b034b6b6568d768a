package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InterruptedIT {
    private static final int INTERRUPTS = 6;
    private static final long MILLIS = 3000;
    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    /** At any moment, also while the program or the study is being started or closed. */
    @Test
    void theSameCommandGoesOnAfterControlC() throws Exception {
        long seed = Long.getLong("attune.chaos.seed", System.nanoTime());
        System.out.println("InterruptedIT: -Dattune.chaos.seed=" + seed);
        Random random = new Random(seed);
        Staircase study = new Staircase(folder, "interrupted", 36, 2);
        Attune.Ended ended = null;
        for (int interrupts = 0; ended == null || ended.code() != 0; interrupts++) {
            Process head = study.start();
            if (interrupts < INTERRUPTS && !head.waitFor(random.nextLong(MILLIS), TimeUnit.MILLISECONDS)) {
                new ProcessBuilder("kill", "-INT", String.valueOf(head.pid()))
                        .start()
                        .waitFor();
            }
            ended = study.attune().finish(head);
            assertThat(ended.code()).as(ended.out() + ended.err()).isIn(0, INTERRUPTED);
            assertThat(study.processes().trials()).isEmpty();
        }
        new Aftermath(study).holds().noneFailed();
    }
}
