package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.attune.study.Cause;
import org.attune.tuner.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Printed reports that say something odd, and output that is odd. */
class BadPrintsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"loss": "low"}            | metric 'loss' must be a number, but got "low".
            {"loss": null}             | metric 'loss' must be a number, but got null. Leave it out of this report.
            {"loss": [1, 2]}           | metric 'loss' must be a number, but got [1,2].
            {"loss": 1, "step": 0}     | step must be a whole number from 1, but got 0. Steps count from 1: maybe step + 1?
            {"loss": 1, "step": 1.5}   | step must be a whole number from 1, but got 1.5.
            {"loss": 1, "step": 1e12}  | step must be a whole number from 1 to 2147483647, but got 1.0E12. Steps count epochs or the like
            {}                         | a report must tell at least one metric, such as {"loss": 0.1}.
            loss=3                     | it must be a JSON object such as {"loss": 0.1}, but loss=3 is not JSON.
            3                          | it must be a JSON object such as {"loss": 0.1}, but got 3.
            {"checkpoint": 3}          | checkpoint must be the path of a folder or file, but got 3.
            """)
    void aPrintedReportThatIsNoneIsNotedInTheOutput(String report, String problem) throws Exception {
        OneTrial trial = OneTrial.bash(folder, "echo 'attune: " + report + "'; echo 'attune: {\"loss\": 7}'");
        assertThat(trial.output()).contains("[attune: a report was not taken: " + problem);
        assertThat(trial.reports()).extracting(Signal.Reported::step).containsExactly(1);
        assertThat(trial.end().cause()).isEqualTo(Cause.FINISHED);
    }

    @Test
    void aPrintedStepThatGoesBackwardsIsNoted() throws Exception {
        OneTrial trial = OneTrial.bash(
                folder, "echo 'attune: {\"loss\": 2, \"step\": 3}'; echo 'attune: {\"loss\": 1, \"step\": 2}'");
        assertThat(trial.output()).contains("[attune: a report was not taken: step 2 cannot come after step 3");
        assertThat(trial.reports()).hasSize(1);
    }

    @Test
    void aPrintedReportOfMoreThanAMebibyteIsNoted() throws Exception {
        OneTrial trial = OneTrial.bash(
                folder, "printf 'attune: {\"loss\": 1, \"x\": \"'; head -c 2000000 /dev/zero | tr '\\0' x; echo '\"}'");
        assertThat(trial.output()).contains("its line is longer than 1048576 bytes");
    }

    @Test
    void bytesThatAreNoText() throws Exception {
        OneTrial trial = OneTrial.bash(folder, "printf 'bad \\377\\376 bytes\\000 and a zero\\n'; exit 3");
        assertThat(trial.message()).isEqualTo("bad \ufffd\ufffd bytes and a zero (exit 3)");
        assertThat(trial.output()).contains(" and a zero");
    }

    @Test
    void onlyBytesThatAreNoText() throws Exception {
        assertThat(OneTrial.bash(folder, "head -c 100000 /dev/urandom | tr 'a-zA-Z\\n' '\\200'; exit 3")
                        .message())
                .isEqualTo("it ended without a word (exit 3)");
    }

    @Test
    void fiftyMegabytesWithoutALineEnd() throws Exception {
        OneTrial trial = OneTrial.bash(
                folder,
                "head -c 50000000 /dev/zero | tr '\\0' x; echo; echo 'attune: {\"loss\": 1}'",
                Optional.of("y(?<loss>z)"));
        assertThat(trial.reports()).hasSize(1);
        assertThat(trial.output())
                .hasSizeBetween(1 << 20, (1 << 20) + (65 << 10))
                .contains("bytes are left out here");
    }

    @Test
    void nothingAtAllOnAnyDescriptor() throws Exception {
        OneTrial trial = OneTrial.bash(folder, "exec 0<&- 1>&- 2>&- 3<&- 4>&- 5<&-; exit 3");
        assertThat(trial.message()).isEqualTo("it ended without a word (exit 3)");
    }

    @Test
    void anExpressionThatIsFoundInNoLineIsToldWithTheLastLine() throws Exception {
        OneTrial trial = OneTrial.bash(
                folder, "echo epoch 1 loss 0.3; echo done", Optional.of("epoch (?<step>\\d+) los (?<loss>\\S+)"));
        assertThat(trial.end().cause()).isEqualTo(Cause.FINISHED);
        assertThat(trial.message())
                .isEqualTo(
                        "The regular expression 'epoch (?<step>\\d+) los (?<loss>\\S+)' (trainable.report) was found in no line;"
                                + " the last one was 'done'.");
    }

    @Test
    void whatWasWrongWithTheOnlyReportIsTold() throws Exception {
        assertThat(OneTrial.bash(folder, "echo 'attune: {\"loss\": \"low\"}'").message())
                .isEqualTo("A printed report was not taken: metric 'loss' must be a number, but got \"low\".");
    }

    @Test
    void anExceptionThatTheProgramSurvivedIsToldIfItReportsNothing() throws Exception {
        assertThat(OneTrial.bash(
                                folder,
                                "echo 'Traceback (most recent call last):'; echo '  File \"a.py\", line 3'; echo 'ValueError: in a thread'")
                        .message())
                .isEqualTo("It printed: ValueError: in a thread");
    }
}
