package org.attune.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.attune.Specs;
import org.attune.sampler.Randomness;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;
import org.attune.spec.StudySpec;
import org.attune.study.Event;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedStudyTest {
    private static final long SEED = 20261124;

    private static final SimulatedObjective BOWL = (configuration, step) -> {
        double x = configuration.number("x") - 0.3;
        double y = configuration.number("y") - 0.7;
        return SimulatedObjective.Step.of("loss", x * x + y * y + 1.0 / step, 1 + configuration.number("x"));
    };

    record Size(int maxStep, int eta, int trials, int workers) {}

    static Stream<Size> aSampledGridOfSizes() {
        RandomGenerator random = Randomness.of(SEED, 0, "sizes");
        List<Size> sizes = new ArrayList<>();
        for (int maxStep : new int[] {1, 2, 9, 27, 50, 100}) {
            for (int eta : new int[] {2, 3, 4}) {
                sizes.add(new Size(maxStep, eta, 1 + random.nextInt(150), 1 + random.nextInt(20)));
                sizes.add(new Size(maxStep, eta, 1 + random.nextInt(10), 1 + random.nextInt(20)));
            }
        }
        return sizes.stream();
    }

    @ParameterizedTest
    @MethodSource("aSampledGridOfSizes")
    void everyTrialEndsInAFinalStateWhateverTheSize(Size size) {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(size.maxStep(), size.eta(), 1), size.trials());
        Simulation.Result result = Simulation.run(spec, flaky(BOWL), size.workers());
        assertThat(result.study().trials()).hasSize(size.trials());
        assertThat(result.study().trials()).allMatch(trial -> trial.state().isFinal());
        assertThat(result.study().running()).isEmpty();
    }

    @Test
    void withoutCrashesEveryBracketBringsOneTrialToItsEnd() {
        Simulation.Result result = Simulation.run(Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17), BOWL, 4);
        Map<Integer, Integer> reached = new TreeMap<>();
        result.study().trials().forEach(trial -> reached.merge(trial.step(), 1, Integer::sum));
        assertThat(reached).isEqualTo(Map.of(1, 6, 3, 2 + 4, 9, 1 + 1 + 3));
    }

    @Test
    void aGridInAConditionalSpaceEndsWithItsLastAllowedCombination() {
        SearchSpace space = SearchSpace.builder()
                .categorical("kind", "a", "b")
                .integer("x", 0, 9)
                .integer("y", 0, 9)
                .when("x", Clause.equal("kind", "b"))
                .forbid(Clause.relate("x", Comparison.EQUAL, "y"))
                .build();
        StudySpec spec = StudySpec.builder("grid")
                .minimize("loss")
                .space(space)
                .sampler(new SamplerSpec.Grid(0, Map.of()))
                .hyperBand(9, 3)
                .initial(Map.of("x", 4))
                .build();
        SimulatedObjective objective =
                (configuration, step) -> SimulatedObjective.Step.of("loss", configuration.number("y") + 1.0 / step, 1);
        Simulation.Result result = Simulation.run(spec, objective, 3);
        List<Configuration> tried =
                result.study().trials().stream().map(Trial::configuration).toList();
        assertThat(tried)
                .hasSize(1 + 10 + 90)
                .allMatch(configuration -> space.allows(configuration.values()))
                .first()
                .matches(first -> first.integer("x") == 4);
        assertThat(tried.subList(1, tried.size())).doesNotHaveDuplicates();
        assertThat(result.study().trials()).allMatch(trial -> trial.state().isFinal());
    }

    @Test
    void theSameArgumentsGiveTheSameEvents() {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(27, 3, 1), 60);
        assertThat(Simulation.run(spec, flaky(BOWL), 5).events())
                .isEqualTo(Simulation.run(spec, flaky(BOWL), 5).events());
    }

    @Test
    void maximisingTheNegativeGivesTheSameDecisions() {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(27, 3, 1), 60);
        SimulatedObjective negative = (configuration, step) -> SimulatedObjective.Step.of(
                "loss",
                -BOWL.step(configuration, step).metrics().get("loss"),
                BOWL.step(configuration, step).seconds());
        assertThat(decisions(Simulation.run(Specs.maximising(spec), negative, 5)))
                .isEqualTo(decisions(Simulation.run(spec, BOWL, 5)))
                .isNotEmpty();
    }

    @Test
    void aStopRuleCompletesATrial() {
        StudySpec spec =
                Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 5), new StopRule(OptionalInt.of(4), Map.of()));
        Simulation.Result result = Simulation.run(spec, BOWL, 2);
        assertThat(result.study().trials())
                .allMatch(trial -> trial.step() == 4 && trial.state() == TrialState.COMPLETED);
    }

    @Test
    void initialConfigurationsComeFirstAndTheSamplerFillsTheirGaps() {
        StudySpec spec = Specs.withInitial(
                Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 3), new StopRule(OptionalInt.of(1), Map.of())),
                List.of(Map.of("x", 0.25, "y", 0.75), Map.of("x", 0.5)));
        Simulation.Result result = Simulation.run(spec, BOWL, 1);
        assertThat(result.study().trial(0).configuration().values()).isEqualTo(Map.of("x", 0.25, "y", 0.75));
        assertThat(result.study().trial(1).configuration().number("x")).isEqualTo(0.5);
        assertThat(result.study().trials())
                .extracting(trial -> trial.origin())
                .containsExactly("initial", "initial", "sampler");
    }

    @Test
    void aTargetEndsTheStudy() {
        StudySpec spec = Specs.withTarget(Specs.random(new SchedulerSpec.HyperBand(27, 3, 1), 1000), 0.2);
        Simulation.Result result = Simulation.run(spec, BOWL, 3);
        assertThat(result.study().trials().size()).isLessThan(1000);
        assertThat(result.study().best().orElseThrow().bestValue()).isLessThanOrEqualTo(0.2);
    }

    /** Crashes a tenth of all trials at their second step, and makes a tenth end early. */
    private static SimulatedObjective flaky(SimulatedObjective objective) {
        return (configuration, step) -> {
            SimulatedObjective.Step good = objective.step(configuration, step);
            double y = configuration.number("y") * 10 % 1;
            return new SimulatedObjective.Step(
                    good.metrics(), good.seconds(), y > 0.9 && step == 3, y < 0.1 && step == 2);
        };
    }

    private static List<Event> decisions(Simulation.Result result) {
        return result.events().stream()
                .filter(event -> event instanceof Event.Decided || event instanceof Event.TrialCreated)
                .toList();
    }
}
