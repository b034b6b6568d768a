package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.attune.study.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials that signals end which Attune did not send. */
class SignalsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SEGV, a bad access to memory",
        "BUS, a bad access to memory; maybe /dev/shm or a disk is full",
        "ABRT, it aborted itself",
        "ILL, an instruction that this CPU does not know",
        "FPE, 'a wrong calculation, such as a division by zero'",
        "HUP, its terminal was closed",
        "PIPE, it wrote to a pipe that nobody reads"
    })
    void eachSaysWhatItMeansAndWhatTheTrialSaidLast(String signal, String meaning) throws Exception {
        OneTrial trial = OneTrial.bash(folder, "echo epoch 3; kill -" + signal + " $$");
        assertThat(trial.end().cause()).isEqualTo(Cause.ERROR);
        assertThat(trial.message())
                .isEqualTo(meaning + " (exit " + trial.end().exit().getAsInt() + ", signal " + signal
                        + "); it said last: epoch 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    @DisabledIfSystemProperty(named = Workers.SHELL, matches = "true", disabledReason = "the shell cannot tell")
    void thoseThatOthersSendAreNotHeldAgainstIt(String signal) throws Exception {
        OneTrial trial = OneTrial.bash(folder, "echo epoch 3; kill -" + signal + " $$");
        assertThat(trial.end().cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(trial.message()).isEqualTo("killed by signal " + signal + ", but not by Attune");
    }

    @Test
    void theLimitOfCpuTime() throws Exception {
        assertThat(OneTrial.bash(folder, "ulimit -S -t 1; while :; do :; done").message())
                .isEqualTo("its CPU time ran out; see 'ulimit -t' (exit 152, signal XCPU)");
    }

    @Test
    void theLimitOfAFilesSize() throws Exception {
        assertThat(OneTrial.bash(folder, "ulimit -f 1; exec dd if=/dev/zero of=large bs=1M count=1")
                        .message())
                .isEqualTo("a file became too large; see 'ulimit -f' (exit 153, signal XFSZ)");
    }

    @Test
    void theShellsWordsOfAChildThatASignalEnded() throws Exception {
        assertThat(OneTrial.bash(folder, "echo epoch 3\nbash -c 'kill -SEGV $$'\nexit $?")
                        .message())
                .contains("run.sh: line 2:", "Segmentation fault", "(exit 139, signal SEGV)");
    }
}
