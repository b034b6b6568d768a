package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.Specs;
import org.attune.sampler.Observation;
import org.attune.sampler.Sampler;
import org.attune.sampler.Samplers;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.junit.jupiter.api.Test;

/** Studies whose space changes under way. */
class ChangedSpaceTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final SearchSpace WIDER =
            SearchSpace.builder().uniform("x", -1, 1).uniform("y", 0, 1).build();

    @Test
    void theModelGoesOnWithTheOldResultsInTheNewSpace() {
        StudySpec spec = Specs.of(SamplerSpec.Bohb.standard(), new SchedulerSpec.Fifo(), 100);
        Planner planner = new Planner(spec);
        List<Observation> results = run(planner, 30);
        change(planner, WIDER);

        Sampler told = Samplers.create(spec.sampler(), WIDER, spec.seed(), 0);
        Sampler ignorant = Samplers.create(spec.sampler(), WIDER, spec.seed(), 0);
        results.forEach(told::observe);
        assertThat(proposals(planner, 10)).isEqualTo(proposals(told, 30, 10)).isNotEqualTo(proposals(ignorant, 30, 10));
    }

    @Test
    void resultsOutsideOfANarrowerSpaceLeaveTheModelAndComeBackWithAWiderOne() {
        StudySpec spec = Specs.of(SamplerSpec.Bohb.standard(), new SchedulerSpec.Fifo(), 100);
        Planner planner = new Planner(spec);
        List<Observation> results = run(planner, 30);
        SearchSpace narrower =
                SearchSpace.builder().uniform("x", 0, 0.5).uniform("y", 0, 1).build();
        change(planner, narrower);

        Sampler told = Samplers.create(spec.sampler(), narrower, spec.seed(), 0);
        results.stream().filter(one -> one.configuration().number("x") <= 0.5).forEach(told::observe);
        assertThat(planner.study().trials()).hasSize(30);
        assertThat(proposals(planner, 10)).isEqualTo(proposals(told, 30, 10));

        change(planner, WIDER);
        Sampler all = Samplers.create(spec.sampler(), WIDER, spec.seed(), 0);
        results.forEach(all::observe);
        assertThat(proposals(planner, 10)).isEqualTo(proposals(all, 40, 10));
    }

    @Test
    void aTrialOfAnotherSpaceGoesOnAsItIsAndWithTheValuesOfWhatIsNew() {
        Planner planner = new Planner(Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 20));
        begin(planner);
        Configuration own = planner.study().trial(0).configuration();
        change(
                planner,
                SearchSpace.builder()
                        .uniform("x", 2, 3)
                        .uniform("z", 0, 1)
                        .before("z", 0.5)
                        .build());
        planner.accept(new Event.AttemptEnded(0, 1, Cause.HEAD_LOST, "", OptionalInt.empty()), NOW);

        Next.Begin again = (Next.Begin) planner.next("w");
        assertThat(again.started().trial()).isZero();
        assertThat(planner.study().trial(0).configuration()).isEqualTo(own);
        assertThat(planner.configuration(planner.study().trial(0))).isEqualTo(own.with(Map.of("z", 0.5)));
    }

    @Test
    void aGridGoesThroughWhatIsUntriedOfTheNewOne() {
        StudySpec spec = Specs.of(new SamplerSpec.Grid(3, Map.of()), new SchedulerSpec.Fifo(), 1000);
        Planner planner = new Planner(spec);
        run(planner, 4);
        begin(planner);
        SearchSpace other = SearchSpace.builder()
                .uniform("x", 0, 1)
                .uniform("y", 0, 1)
                .categorical("z", "a", "b")
                .before("z", "a")
                .build();
        change(planner, other);

        assertThat(planner.limit()).isEqualTo(5 + 18 - 5);
        List<Configuration> rest = new ArrayList<>();
        while (planner.next("w") instanceof Next.Begin begin) {
            begin.created().ifPresent(created -> rest.add(created.configuration()));
            begin(planner);
        }
        assertThat(rest).hasSize(13).doesNotHaveDuplicates();
        assertThat(rest)
                .allSatisfy(found -> assertThat(other.allows(found.values())).isTrue());
        assertThat(rest).filteredOn(found -> found.text("z").equals("a")).hasSize(4);
    }

    private static List<Observation> run(Planner planner, int trials) {
        List<Observation> results = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            Trial trial = begin(planner);
            double loss = Math.abs(trial.configuration().number("x") - 0.7)
                    + trial.configuration().number("y");
            planner.accept(new Event.Reported(trial.id(), 1, 1, 1, Map.of("loss", loss), Optional.empty()), NOW);
            planner.accept(new Event.AttemptEnded(trial.id(), 1, Cause.FINISHED, "", OptionalInt.of(0)), NOW);
            results.add(new Observation(trial.id(), trial.configuration(), Observation.FULL, loss));
        }
        return results;
    }

    private static Trial begin(Planner planner) {
        Next.Begin begin = (Next.Begin) planner.next("w");
        begin.created().ifPresent(created -> planner.accept(created, NOW));
        planner.accept(begin.started(), NOW);
        return planner.study().trial(begin.started().trial());
    }

    private static void change(Planner planner, SearchSpace space) {
        StudySpec changed = Specs.withSpace(planner.spec(), space);
        planner.accept(new Event.SpecChanged(StudySpecWriter.toJson(changed)), NOW);
    }

    private static List<Configuration> proposals(Planner planner, int count) {
        List<Configuration> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(begin(planner).configuration());
        }
        return found;
    }

    private static List<Configuration> proposals(Sampler sampler, int first, int count) {
        List<Configuration> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(sampler.propose(first + i).orElseThrow());
        }
        return found;
    }
}
