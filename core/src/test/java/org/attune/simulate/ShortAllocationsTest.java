package org.attune.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.attune.Specs;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.TrialState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortAllocationsTest {
    private static final SimulatedObjective BOWL = (configuration, step) -> {
        double x = configuration.number("x") - 0.3;
        return new SimulatedObjective.Step(
                Map.of("loss", x * x + 1.0 / step), 10 * (1 + 4 * configuration.number("y")), step == 27, false);
    };

    @ParameterizedTest(name = "{0} slots, {1} s, saves every {2} steps")
    @CsvSource({"1, 600, 1", "4, 600, 1", "4, 900, 3", "8, 700, 9", "3, 120, 1"})
    void aStudyOverManyAllocationsEndsAndLosesLittle(int slots, double length, int saves) {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(27, 3, 1), 60);
        ShortAllocations.Result known =
                ShortAllocations.run(spec, BOWL, new ShortAllocations.Setting(slots, length, 5, saves, true));
        ShortAllocations.Result blind =
                ShortAllocations.run(spec, BOWL, new ShortAllocations.Setting(slots, length, 5, saves, false));
        assertThat(known.study().trials())
                .hasSize(60)
                .allMatch(trial -> trial.state().isFinal());
        assertThat(known.study().trials()).noneMatch(trial -> trial.state() == TrialState.FAILED);
        assertThat(known.allocations()).isGreaterThan(1);
        assertThat(known.lost()).isLessThan(blind.lost());
    }

    @ParameterizedTest(name = "a step takes {0} s")
    @CsvSource({"100", "119"})
    void whatFitsIntoNoAllocationBeginsAtTheBeginningOfOneAllTheSame(double seconds) {
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 4);
        SimulatedObjective slow =
                (configuration, step) -> new SimulatedObjective.Step(Map.of("loss", 1.0), seconds, step == 2, false);
        ShortAllocations.Result result =
                ShortAllocations.run(spec, slow, new ShortAllocations.Setting(2, 120, 0.5, 1, true));
        assertThat(result.study().trials()).hasSize(4).allMatch(trial -> trial.state() == TrialState.COMPLETED);
    }
}
