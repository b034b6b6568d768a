package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.attune.space.Configuration;
import org.attune.study.TrialState;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
    private final LiveView view = new LiveView(new Theme(false, true));

    @Test
    void showsTheWholeStudyWhereThereIsRoom() {
        assertThat(String.join("\n", text(busy(2), 80, 40))).isEqualTo("""
                cgconv · bohb + hyperband · min mean_loss             12m 31s, about 4m 10s left
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  23 of 39 trials

                Best     0.3121  trial 14, step 27
                         lr=0.001235 weight_decay=3.2e-5 batch_size=32 conv_dim=512

                Rungs      step     results   best
                              1       27/27   0.8123
                              3       15/21   0.5124
                             27         0/4

                Running   trial        step   mean_loss  configuration
                             30       14/27   0.412      lr=0.001235 weight_decay=3.2e-5 batch_…
                             31         0/3              lr=0.001235 weight_decay=3.2e-5 batch_…

                2 of 2 running · 3 paused · 4 completed · 15 stopped · 1 failed
                trial 9 failed: ValueError: bad learning rate
                Ctrl-C: pause and keep everything""");
    }

    @Test
    void showsWhatIsLeftOfTheAllocationBesideTheTitleOrBelowIt() {
        Snapshot snapshot = busy(2, Optional.of(Duration.ofSeconds(1834)));
        String left = "12m 31s, about 4m 10s left, allocation ends in 30m 34s";

        assertThat(text(snapshot, 80, 40).get(1)).isEqualTo(left);
        assertThat(text(snapshot, 160, 40).get(0))
                .startsWith("cgconv ")
                .endsWith(" " + left)
                .hasSize(160);
    }

    @Test
    void showsTheEssentialsOnTwentyColumns() {
        assertThat(String.join("\n", text(busy(1), 20, 40))).isEqualTo("""
                cgconv · bohb + hyp…
                12m 31s, about 4m 1…
                23 of 39 trials

                Best 0.3121  trial …
                 lr=0.001235
                 weight_decay=3.2e-5
                 batch_size=32 conv…

                Rungs
                   1 27/27 0.8123
                   3 15/21 0.5124
                  27   0/4

                Running
                  30 14/27 0.412 lr…

                1 of 2 running · 3 …
                trial 9 failed: Val…
                Ctrl-C: pause and k…""");
    }

    @ParameterizedTest
    @CsvSource({"20,40", "40,40", "80,40", "120,40", "20,10", "40,12", "80,16", "120,3", "80,1", "1,1"})
    void neverExceedsTheTerminal(int width, int height) {
        for (int running : new int[] {0, 1, 5, 100}) {
            List<String> lines = text(busy(running), width, height);
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void countsTheRunningTrialsThatDoNotFit() {
        List<String> lines = text(busy(50), 80, 24);
        assertThat(lines).hasSize(24);
        assertThat(lines).filteredOn(line -> line.contains("lr=")).hasSize(12);
        assertThat(lines).anyMatch(line -> line.strip().equals("and 39 more"));
        assertThat(lines.get(23)).isEqualTo("Ctrl-C: pause and keep everything");
    }

    @Test
    void leavesOutTheRungsOfALowTerminal() {
        List<String> lines = text(busy(50), 80, 12);
        assertThat(lines).noneMatch(line -> line.startsWith("Rungs"));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("Ctrl-C: pause and keep everything");
    }

    @Test
    void beginsWithNothingToShow() {
        assertThat(String.join("\n", text(empty(), 60, 20))).isEqualTo("""
                shell · random · max accuracy                             0s
                0 trials

                Best     no result yet

                Making the Python environment""");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void usesColoursOnlyWhereTheyAreWanted(boolean color) {
        List<AttributedString> lines = new LiveView(new Theme(color, true)).render(busy(2), 80, 40);
        boolean escapes = lines.stream().anyMatch(line -> line.toAnsi().contains("\u001b["));
        assertThat(escapes).isEqualTo(color);
    }

    @Test
    void keepsToAsciiWhereTheTerminalKnowsNoMore() {
        List<AttributedString> lines = new LiveView(new Theme(false, false)).render(busy(30), 40, 60);
        assertThat(lines).allSatisfy(line -> assertThat(line.toString()).matches("\\p{ASCII}*"));
    }

    private List<String> text(Snapshot snapshot, int width, int height) {
        return view.render(snapshot, width, height).stream()
                .map(AttributedString::toString)
                .toList();
    }

    private static Snapshot busy(int running) {
        return busy(running, Optional.empty());
    }

    private static Snapshot busy(int running, Optional<Duration> allocation) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lr", 0.00123456);
        values.put("weight_decay", 3.2e-5);
        values.put("batch_size", 32);
        values.put("conv_dim", 512);
        Configuration configuration = new Configuration(values);
        List<Snapshot.Running> rows = new ArrayList<>();
        IntStream.range(0, running)
                .forEach(i -> rows.add(new Snapshot.Running(
                        30 + i,
                        i == 0 ? 14 : 0,
                        OptionalInt.of(i == 0 ? 27 : 3),
                        i == 0 ? 0.41201 : Double.NaN,
                        configuration)));
        return new Snapshot(
                "cgconv",
                "bohb + hyperband",
                "mean_loss",
                "min",
                Duration.ofSeconds(751),
                Optional.of(Duration.ofSeconds(250)),
                Optional.empty(),
                allocation,
                23,
                OptionalInt.of(39),
                Optional.of(new Snapshot.Best(14, 27, 0.312112, configuration)),
                List.of(
                        new Snapshot.Rung(1, 27, OptionalInt.of(27), 0.81231),
                        new Snapshot.Rung(3, 15, OptionalInt.of(21), 0.51239),
                        new Snapshot.Rung(27, 0, OptionalInt.of(4), Double.NaN)),
                rows,
                2,
                Map.of(
                        TrialState.RUNNING, running,
                        TrialState.PAUSED, 3,
                        TrialState.STOPPED, 15,
                        TrialState.COMPLETED, 4,
                        TrialState.FAILED, 1),
                Optional.of(new Snapshot.Failure(9, "ValueError: bad learning rate\n")),
                "Ctrl-C: pause and keep everything");
    }

    private static Snapshot empty() {
        return new Snapshot(
                "shell",
                "random",
                "accuracy",
                "max",
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                OptionalInt.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                2,
                Map.of(),
                Optional.empty(),
                "Making the Python environment");
    }
}
