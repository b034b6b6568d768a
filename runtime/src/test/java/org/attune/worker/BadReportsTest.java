package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.attune.study.Cause;
import org.attune.trial.python.NeedsPython;
import org.attune.tuner.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that say something odd, by Python's client. */
@NeedsPython
class BadReportsTest {
    @TempDir
    Path folder;

    private OneTrial reporting(String arguments) throws Exception {
        return OneTrial.python(folder, "attune.report(" + arguments + ")");
    }

    private void isRefused(String arguments, String message) throws Exception {
        OneTrial trial = reporting(arguments);
        assertThat(trial.end().cause()).isEqualTo(Cause.ERROR);
        assertThat(trial.message()).isEqualTo(message + " (exit 1)");
        assertThat(trial.reports()).isEmpty();
    }

    @Test
    void notANumberAndInfinityAreTaken() throws Exception {
        OneTrial trial = OneTrial.python(
                folder, "attune.report(loss=float('nan'))\nattune.report(loss=-float('inf'))\nreturn float('inf')");
        assertThat(trial.end().cause()).isEqualTo(Cause.FINISHED);
        assertThat(trial.reports())
                .extracting(Signal.Reported::metrics)
                .containsExactly(
                        Map.of("loss", Double.NaN),
                        Map.of("loss", Double.NEGATIVE_INFINITY),
                        Map.of("loss", Double.POSITIVE_INFINITY));
    }

    @Test
    void aText() throws Exception {
        isRefused(
                "loss='low'",
                "TypeError: metric 'loss' must be a number, but got 'low' (str). Convert it with float(...) if it is a number.");
    }

    @Test
    void none() throws Exception {
        isRefused(
                "loss=None",
                "TypeError: metric 'loss' must be a number, but got None (NoneType). Leave it out of this report.");
    }

    @Test
    void aList() throws Exception {
        isRefused(
                "loss=[1, 2]",
                "TypeError: metric 'loss' must be a number, but got [1, 2] (list). Report one number, such as its mean, or each item"
                        + " as a metric of its own.");
    }

    @Test
    void aNumberTooLargeForAnyComputer() throws Exception {
        assertThat(reporting("loss=10**400").message())
                .startsWith("TypeError: metric 'loss' must be a number, but got 1000")
                .contains("000... (int)")
                .hasSizeLessThan(300);
    }

    @Test
    void aStepThatGoesBackwards() throws Exception {
        OneTrial trial = OneTrial.python(folder, "attune.report(step=3, loss=1)\nattune.report(step=2, loss=1)");
        assertThat(trial.message())
                .isEqualTo(
                        "ValueError: Attune did not take the report: step 2 cannot come after step 3: the steps of a trial rise."
                                + " Put all metrics of a step into one report. (exit 1)");
        assertThat(trial.reports()).extracting(Signal.Reported::step).containsExactly(3);
    }

    @Test
    void aStepThatRepeats() throws Exception {
        OneTrial trial = OneTrial.python(folder, "attune.report(step=3, loss=1)\nattune.report(step=3, accuracy=1)");
        assertThat(trial.message())
                .contains("step 3 cannot come after step 3", "all metrics of a step into one report");
        assertThat(trial.reports()).extracting(Signal.Reported::step).containsExactly(3);
    }

    @Test
    void stepZero() throws Exception {
        isRefused(
                "step=0, loss=1",
                "ValueError: step must be at least 1, but got 0. Steps count from 1: maybe step + 1?");
    }

    @Test
    void aHugeStep() throws Exception {
        isRefused(
                "step=10**12, loss=1",
                "ValueError: Attune did not take the report: step must be a whole number from 1 to 2147483647, but got 1000000000000."
                        + " Steps count epochs or the like, not time or samples.");
    }

    @Test
    void aStepAfterTheLargest() throws Exception {
        OneTrial trial = OneTrial.python(folder, "attune.report(step=2**31 - 1, loss=1)\nattune.report(loss=1)");
        assertThat(trial.message()).contains("step 2147483647 cannot come after step 2147483647");
    }

    @Test
    void moreThanAMebibyte() throws Exception {
        isRefused(
                "{'m%d' % i: 1.0 for i in range(100000)}",
                "ValueError: Attune did not take the report: a report must have no more than 1048576 bytes, but this one has. Write"
                        + " what is large to a file, and save that with a checkpoint.");
    }

    @Test
    void almostAMebibyteIsTaken() throws Exception {
        OneTrial trial = reporting("{'metric%05d' % i: 1.0 for i in range(45000)}");
        assertThat(trial.message()).isEmpty();
        assertThat(trial.reports().get(0).metrics()).hasSize(45000);
    }

    @Test
    void anEmptyOne() throws Exception {
        isRefused("", "TypeError: report needs at least one metric, such as report(mean_loss=0.12).");
    }

    @Test
    void aFunctionThatReturnsAText() throws Exception {
        assertThat(OneTrial.python(folder, "return 'done'").message())
                .startsWith("TypeError: metric 'loss' must be a number, but got 'done' (str).");
    }

    @Test
    void theChannelThatTheProgramClosedIsNotWrittenTo() throws Exception {
        OneTrial trial = OneTrial.python(folder, """
                os.closerange(3, 100)
                with open("mine", "w") as first, open("mine too", "w") as second:
                    attune.report(loss=2)
                assert os.path.getsize("mine") == os.path.getsize("mine too") == 0
                """);
        assertThat(trial.message()).isEmpty();
        assertThat(trial.reports()).extracting(Signal.Reported::metrics).containsExactly(Map.of("loss", 2.0));
    }

    @Test
    void aCheckpointThatDoesNotExist() throws Exception {
        isRefused(
                "loss=1, checkpoint='/no/such/place'",
                "FileNotFoundError: there is no checkpoint at /no/such/place. Save it before it is reported.");
    }
}
