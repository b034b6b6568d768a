package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.space.ChoiceParameter;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.text.TextError;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudySpecReaderTest {
    private static final String NAMELESS = """
            objective: {metric: loss, mode: min}
            space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}
            trials: 10
            trainable: {python: train.py:train}
            """;

    @TempDir
    private Path folder;

    @Test
    void readsEveryKey() throws IOException {
        StudySpec spec = GoodStudies.read("every key");

        assertThat(spec.objective()).isEqualTo(new Objective("accuracy", Objective.Mode.MAX));
        assertThat(spec.space().parameter("lr")).isEqualTo(new FloatParameter("lr", 1e-4, 0.1, true, 0));
        assertThat(spec.space().parameter("width")).isEqualTo(new IntegerParameter("width", 16, 1024, true, 16));
        assertThat(spec.sampler()).isEqualTo(new SamplerSpec.Bohb(OptionalInt.of(9), 20, 0.25, 32, 2.5, 0.01));
        assertThat(spec.scheduler()).isEqualTo(new SchedulerSpec.HyperBand(27, 3, 1));
        assertThat(spec.trials()).hasValue(100);
        assertThat(spec.maxParallel()).hasValue(4);
        assertThat(spec.timeLimit()).hasValue(Duration.ofHours(60));
        assertThat(spec.maxFailures()).hasValue(5);
        assertThat(spec.target()).hasValue(0.99);
        assertThat(spec.initial().get(0)).isEqualTo(Map.of("lr", 0.01, "layers", 2L));
        assertThat(spec.initial().get(1)).containsEntry("optimizer", null);
        assertThat(spec.stop().step()).hasValue(50);
        assertThat(spec.stop().thresholds())
                .containsEntry("loss", new StopRule.Threshold(OptionalDouble.of(0.1), OptionalDouble.empty()));
        assertThat(spec.resources())
                .isEqualTo(new Resources(
                        2,
                        0.5,
                        OptionalLong.of(4_000_000_000L),
                        2,
                        Map.of("zone", "a", "rack", "7"),
                        true,
                        Map.of("licence", 1.0, "scratch", 0.5),
                        Optional.of(false),
                        false));
        assertThat(spec.trialTimeLimit()).contains(Duration.ofHours(2));
        assertThat(spec.retries()).isEqualTo(2);
        assertThat(spec.trainable())
                .isEqualTo(new Trainable.Command(
                        List.of("python", "train.py", "--lr", "{lr}"),
                        Optional.of("acc=(?<accuracy>\\S+) loss=(?<loss>\\S+)"),
                        Optional.of("requirements.txt")));
        assertThat(spec.grace()).isEqualTo(Duration.ofSeconds(90));
        assertThat(spec.seed()).isEqualTo(-7);
    }

    @Test
    void fillsInTheDefaults() throws IOException {
        StudySpec spec = GoodStudies.read("the least");

        assertThat(spec.sampler()).isEqualTo(SamplerSpec.Bohb.standard());
        assertThat(spec.scheduler()).isEqualTo(new SchedulerSpec.Fifo());
        assertThat(spec.maxParallel()).isEmpty();
        assertThat(spec.timeLimit()).isEmpty();
        assertThat(spec.initial()).isEmpty();
        assertThat(spec.stop()).isEqualTo(StopRule.never());
        assertThat(spec.resources()).isEqualTo(Resources.oneCpu());
        assertThat(spec.grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(spec.seed()).isZero();
    }

    @Test
    void choicesMayBeAnyJsonValueAndKeepWholeAndBrokenNumbersApart() throws IOException {
        ChoiceParameter optimizer =
                (ChoiceParameter) GoodStudies.read("every key").space().parameter("optimizer");

        assertThat(optimizer.choices())
                .isEqualTo(Arrays.asList("adam", "sgd", null, true, 1L, 1.0, List.of(1L, 2L), Map.of("name", "lion")));
    }

    @Test
    void anchorsAndMergeKeysAreWrittenOut() {
        StudySpec spec = read("""
                study: demo
                objective: {metric: loss, mode: min}
                space:
                  a: &a {type: int, low: 1, high: 9}
                  b: {<<: *a, high: 5}
                  c: {<<: [{log: true}, *a]}
                trials: 1
                trainable: {python: train.py:train}
                """);

        assertThat(spec.space().parameter("b")).isEqualTo(new IntegerParameter("b", 1, 5, false, 1));
        assertThat(spec.space().parameter("c")).isEqualTo(new IntegerParameter("c", 1, 9, true, 1));
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + "*a".concat(i - 1 + ", ").repeat(10) + "x]\n");
        }
        assertThatThrownBy(() -> read(bomb.toString())).hasMessageContaining("with its aliases written out");
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000))).hasMessageContaining("nested 50 deep");
    }

    @Test
    void anErrorShowsTheLineAndPointsAtTheValue() {
        String text = NAMELESS.replace("low: 1e-4, high: 1e-1", "low: 0.1, high: 0.01");

        assertThatThrownBy(() -> read("study: demo\n" + text))
                .isInstanceOf(TextException.class)
                .hasMessage("""
                study.yaml:3:32: low < high must hold for 'lr', but got low=0.1, high=0.01. Maybe the two are swapped?
                    space: {lr: {type: float, low: 0.1, high: 0.01, log: true}}
                                                   ^""");
    }

    @Test
    void aLongLineIsCutAroundTheError() {
        String json = "{\"study\": \"demo\", \"initial\": [" + "{\"lr\": 0.01}, ".repeat(20) + "7], \"trials\": 1}";

        TextError error = errors(json).stream()
                .filter(each -> each.rule().contains("initial"))
                .findFirst()
                .orElseThrow();
        String[] lines = error.excerpt().split("\n");
        assertThat(lines[0]).hasSizeLessThan(130);
        assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('7');
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkDoNoHarm() {
        assertThat(read("\uFEFF" + ("study: demo\n" + NAMELESS).replace("\n", "\r\n"))
                        .trials())
                .hasValue(10);
    }

    @ParameterizedTest
    @CsvSource({"lr-search.yaml, lr-search", "study.yaml, cgconv", "study.v2.yml, study.v2"})
    void aStudyWithoutANameIsCalledAsItsFileOrFolder(String file, String name) throws IOException {
        Path path = Files.createDirectory(folder.resolve("cgconv")).resolve(file);
        Files.writeString(path, NAMELESS);

        assertThat(StudySpecReader.read(path).study()).isEqualTo(name);
    }

    @Test
    void aFileWhoseNameCannotBeAStudysMustNameIt() throws IOException {
        Path path = Files.writeString(folder.resolve("my study.yaml"), NAMELESS);

        assertThatThrownBy(() -> StudySpecReader.read(path))
                .hasMessageContaining("'study' is missing. The file's name, my study, cannot stand in for it.");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("study.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> StudySpecReader.read(path))
                .hasMessage(
                        path
                                + ":1:1: a study file must be UTF-8 text, but this one is not: there is a byte 0xff. Save it as UTF-8.");
    }

    @Test
    void aFileThatIsNotThereOrIsAFolderIsRefused() {
        assertThatThrownBy(() -> StudySpecReader.read(folder.resolve("x.yaml")))
                .hasMessage(folder.resolve("x.yaml") + ": no such file.");
        assertThatThrownBy(() -> StudySpecReader.read(folder))
                .hasMessage(folder + ": this is a folder, not a file. Maybe " + folder.resolve("study.yaml")
                        + " is meant?");
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90",
        "90.5, 90.5",
        "90s, 90",
        "10m, 600",
        "10min, 600",
        "1h30m, 5400",
        "1h 30m, 5400",
        "2d, 172800",
        "2-12:00:00, 216000",
        "00:30:00, 1800",
        "1.5s, 1.5",
        "100:00:00, 360000"
    })
    void timesAreWrittenInManyWays(String written, double seconds) {
        StudySpec spec = read("study: demo\ntime_limit: " + written + "\n" + NAMELESS);

        assertThat(spec.timeLimit()).hasValue(Duration.ofMillis((long) (seconds * 1000)));
    }

    @ParameterizedTest
    @CsvSource({
        "4GB, 4000000000",
        "512MiB, 536870912",
        "1.5 GiB, 1610612736",
        "64kB, 64000",
        "1000, 1000",
        "1TiB, 1099511627776"
    })
    void sizesAreWrittenInManyWays(String written, long bytes) {
        StudySpec spec = read("study: demo\nresources: {memory: " + written + "}\n" + NAMELESS);

        assertThat(spec.resources().memory()).hasValue(bytes);
    }

    @Test
    void theLargestSeedIsExact() {
        assertThat(read("study: demo\nseed: 9223372036854775807\n" + NAMELESS).seed())
                .isEqualTo(Long.MAX_VALUE);
    }

    private static StudySpec read(String text) {
        return StudySpecReader.read(text, "study.yaml");
    }

    private static List<TextError> errors(String text) {
        try {
            read(text);
        } catch (TextException e) {
            return e.errors();
        }
        return List.of();
    }

    @Test
    void aTimeThatNoClockCanCountIsRefused() {
        assertThatThrownBy(() -> read("study: demo\ntime_limit: 1e11\n" + NAMELESS))
                .hasMessageContaining("'time_limit' must be a time such as");
    }
}
