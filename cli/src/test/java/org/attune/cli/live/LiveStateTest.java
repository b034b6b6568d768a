package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;

class LiveStateTest {
    private static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

    private final StudySpec spec = StudySpec.builder("bands")
            .minimize("loss")
            .space(SearchSpace.builder().uniform("x", 0, 1).build())
            .hyperBand(9, 3)
            .trials(17)
            .build();
    private final Study study = new Study(spec.objective());
    private final LiveState state = new LiveState(spec, OptionalInt.of(17));

    @Test
    void countsATrialAtTheRungsOfItsOwnBracketAlone() {
        begin(0, 0);
        begin(1, 1);
        report(0, 1, 0.5);
        report(1, 1, 0.1);
        report(1, 2, 0.3);
        report(1, 3, 0.4);
        assertThat(state.snapshot(START).rungs())
                .containsExactly(
                        new Snapshot.Rung(1, 1, OptionalInt.of(9), 0.5),
                        new Snapshot.Rung(3, 1, OptionalInt.of(8), 0.4),
                        new Snapshot.Rung(9, 0, OptionalInt.of(5), Double.NaN));
    }

    @Test
    void showsWhatTheStudyWaitsForUnlessSomethingElseHappensToIt() {
        String hint = state.snapshot(START).notice();
        state.waits("a worker with cpu: 1: none is there");
        assertThat(state.snapshot(START).notice()).isEqualTo("Waits for a worker with cpu: 1: none is there");
        state.waits("");
        assertThat(state.snapshot(START).notice()).isEqualTo(hint);
        state.waits("a worker");
        state.notice("Pausing.");
        assertThat(state.snapshot(START).notice()).isEqualTo("Pausing.");
        state.over();
        assertThat(state.snapshot(START).notice()).isEmpty();
    }

    @Test
    void countsDownToTheEndOfTheAllocation() {
        assertThat(state.snapshot(START).allocation()).isEmpty();
        state.endsAt(START.plusSeconds(90));
        assertThat(state.snapshot(START.plusSeconds(60)).allocation()).contains(Duration.ofSeconds(30));
        assertThat(state.snapshot(START.plusSeconds(100)).allocation()).contains(Duration.ZERO);
        state.over();
        assertThat(state.snapshot(START).allocation()).isEmpty();
    }

    @Test
    void readsTheWholeStudyAtTheFirstCall() {
        study.apply(new Event.HeadStarted(1, "here", 1), START);
        study.apply(new Event.TrialCreated(0, new Configuration(Map.of("x", 0.5)), "sampler", 0), START);
        study.apply(new Event.AttemptStarted(0, 1, "local", OptionalInt.of(1), 0, Optional.empty()), START);
        study.apply(new Event.Reported(0, 1, 1, 1, Map.of("loss", 0.25), Optional.empty()), START);
        state.changed(study, List.of());
        Snapshot snapshot = state.snapshot(START.plusSeconds(90));
        assertThat(snapshot.best()).get().extracting(Snapshot.Best::value).isEqualTo(0.25);
        assertThat(snapshot.rungs().get(0).results()).isEqualTo(1);
        assertThat(snapshot.running()).hasSize(1);
        assertThat(snapshot.elapsed()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void itsTimeStandsStillWithoutAHeadAndNeverGoesBack() {
        study.apply(new Event.HeadStarted(1, "here", 1, Optional.of("c1")), START);
        study.apply(
                new Event.TrialCreated(0, new Configuration(Map.of("x", 0.5)), "sampler", 0), START.plusSeconds(10));
        state.changed(study, List.of());
        state.stands(START.plusSeconds(15));
        assertThat(elapsed(60)).isEqualTo(15);
        Event next = new Event.HeadStarted(2, "there", 1, Optional.of("c1"));
        study.apply(next, START.plusSeconds(60));
        state.changed(study, List.of(next));
        state.goesOn();
        assertThat(elapsed(61)).isEqualTo(15);
        assertThat(elapsed(70)).isEqualTo(20);
    }

    private long elapsed(long seconds) {
        return state.snapshot(START.plusSeconds(seconds)).elapsed().toSeconds();
    }

    @Test
    void aTrialThatWentOnWithoutAPauseIsShownWithItsNextRung() {
        begin(0, 0);
        report(0, 1, 0.5);
        report(0, 2, 0.4);
        Snapshot.Running running = state.snapshot(START).running().get(0);
        assertThat(running.step()).isEqualTo(2);
        assertThat(running.until()).hasValue(3);
    }

    @Test
    void estimatesWhatIsLeftUntilItIsOver() {
        begin(0, 0);
        report(0, 9, 0.5);
        assertThat(state.snapshot(START.plusSeconds(90)).left()).isPresent();
        state.over();
        assertThat(state.snapshot(START.plusSeconds(90)).left()).isEmpty();
        assertThat(state.snapshot(START.plusSeconds(90)).notice()).isEmpty();
    }

    @Test
    void showsTheLastFailure() {
        begin(0, 0);
        happen(new Event.AttemptEnded(0, 1, Cause.ERROR, "no such device", OptionalInt.of(3)));
        Snapshot snapshot = state.snapshot(START);
        assertThat(snapshot.failure()).contains(new Snapshot.Failure(0, "no such device"));
        assertThat(snapshot.counts()).containsEntry(TrialState.FAILED, 1);
        assertThat(snapshot.ended()).isEqualTo(1);
    }

    private void begin(int trial, int bracket) {
        happen(new Event.TrialCreated(trial, new Configuration(Map.of("x", 0.5)), "sampler", bracket));
        happen(new Event.AttemptStarted(trial, 1, "local", OptionalInt.of(1), 0, Optional.empty()));
    }

    private void report(int trial, int step, double loss) {
        happen(new Event.Reported(trial, 1, step, step, Map.of("loss", loss), Optional.empty()));
    }

    private void happen(Event event) {
        study.apply(event, START);
        state.changed(study, List.of(event));
    }
}
