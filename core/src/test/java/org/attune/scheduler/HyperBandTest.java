package org.attune.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.attune.scheduler.Decision.Complete;
import org.attune.scheduler.Decision.Observe;
import org.attune.scheduler.Decision.Pause;
import org.attune.scheduler.Decision.Stop;
import org.attune.spec.SchedulerSpec;
import org.junit.jupiter.api.Test;

/** Brackets of (3 steps, eta 3): 3@1 1@3, then 2@3. */
class HyperBandTest {
    private static final double CRASH = Double.POSITIVE_INFINITY;

    private final HyperBand scheduler = new HyperBand(HyperBandTable.of(new SchedulerSpec.HyperBand(3, 3, 1)));
    private final Set<Integer> paused = new HashSet<>();

    @Test
    void trialsPauseAtTheirRungUntilItIsWhole() {
        start(0, 1, 2);
        assertThat(scheduler.reported(0, 1, 0.5)).containsExactly(new Observe(0, 1, 0.5), new Pause(0));
        assertThat(scheduler.reported(1, 1, 0.3)).containsExactly(new Observe(1, 1, 0.3), new Pause(1));
    }

    @Test
    void theLastOfARungGoesOnWithoutAPauseIfItIsTheBest() {
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.5);
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.reported(2, 1, 0.1)).containsExactly(new Observe(2, 1, 0.1), new Stop(1), new Stop(0));
        assertThat(scheduler.until(2)).hasValue(3);
        assertThat(scheduler.reported(2, 3, 0.05)).containsExactly(new Observe(2, 3, 0.05), new Complete(2));
    }

    @Test
    void theBestOfARungIsResumedOnceItHasLetGoOfItsSlot() {
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.1);
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.reported(2, 1, 0.5)).containsExactly(new Observe(2, 1, 0.5), new Stop(1), new Stop(2));
        assertThat(next()).isInstanceOf(NextStep.Start.class);
        paused.add(0);
        assertThat(next()).isEqualTo(new NextStep.Resume(0));
        scheduler.resumed(0);
        paused.clear();
        assertThat(next()).isInstanceOf(NextStep.Start.class);
    }

    @Test
    void aFreeSlotDoesNotWaitForARungButBeginsTheNextBracket() {
        start(0, 1, 2);
        assertThat(next()).isEqualTo(new NextStep.Start(1, OptionalInt.of(3)));
    }

    @Test
    void reportsBetweenRungsAndAboveTheirStepLeadToNothingTwice() {
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.5);
        assertThat(scheduler.reported(0, 2, 0.4)).isEmpty();
    }

    @Test
    void aReportThatJumpsOverRungsIsAResultOfEach() {
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.5);
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.reported(2, 5, 0.1))
                .containsExactly(
                        new Observe(2, 1, 0.1), new Observe(2, 3, 0.1), new Complete(2), new Stop(1), new Stop(0));
    }

    @Test
    void aCrashIsObservedAsBadAndTakesItsPlaceInTheRung() {
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.5);
        assertThat(scheduler.failed(1)).containsExactly(new Observe(1, 1, CRASH));
        assertThat(scheduler.failed(2)).containsExactly(new Observe(2, 1, CRASH));
        paused.add(0);
        assertThat(next()).isEqualTo(new NextStep.Resume(0));
    }

    @Test
    void aRungOfCrashesOnlyEndsItsBracket() {
        scheduler.limit(3);
        start(0, 1, 2);
        scheduler.failed(0);
        scheduler.failed(1);
        scheduler.failed(2);
        assertThat(next()).isInstanceOf(NextStep.Done.class);
    }

    @Test
    void aTrialThatEndedByItselfKeepsItsPlaceButIsObservedOnce() {
        scheduler.limit(3);
        start(0, 1, 2);
        assertThat(scheduler.finished(0, 0.1)).containsExactly(new Observe(0, 1, 0.1));
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.reported(2, 1, 0.5)).containsExactly(new Observe(2, 1, 0.5), new Stop(1), new Stop(2));
        assertThat(next()).isInstanceOf(NextStep.Done.class);
    }

    @Test
    void aCancelledTrialIsNotObservedAndNotWaitedFor() {
        scheduler.limit(3);
        start(0, 1, 2);
        scheduler.reported(0, 1, 0.5);
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.cancelled(2)).containsExactly(new Stop(0));
    }

    @Test
    void fewerTrialsThanPlannedMakeTheOpenBracketSmaller() {
        start(0, 1);
        scheduler.reported(0, 1, 0.5);
        scheduler.reported(1, 1, 0.3);
        assertThat(scheduler.limit(2)).containsExactly(new Stop(0));
        paused.add(1);
        assertThat(next()).isEqualTo(new NextStep.Resume(1));
    }

    @Test
    void equalLossesAreRankedByNumber() {
        start(0, 1, 2);
        scheduler.reported(2, 1, 0.5);
        scheduler.reported(1, 1, 0.5);
        assertThat(scheduler.reported(0, 1, 0.5)).containsExactly(new Observe(0, 1, 0.5), new Stop(1), new Stop(2));
    }

    @Test
    void aBracketWhoseTrialsAreNotToBeginNowIsPassedOverForOneOfEachSize() {
        start(0, 1, 2);
        for (int trial = 3; trial < 6; trial++) {
            assertThat(shortOnes()).isEqualTo(new NextStep.Start(2, OptionalInt.of(1)));
            scheduler.created(trial, 2);
        }
        assertThat(shortOnes()).isInstanceOf(NextStep.Wait.class);
        assertThat(next()).as("the oldest goes first").isEqualTo(new NextStep.Start(1, OptionalInt.of(3)));
    }

    @Test
    void theTrialsOfABracketThatIsPassedOverAreKeptForIt() {
        scheduler.limit(5);
        start(0, 1, 2);
        assertThat(shortOnes()).isInstanceOf(NextStep.Wait.class);
        scheduler.limit(6);
        assertThat(shortOnes()).isEqualTo(new NextStep.Start(2, OptionalInt.of(1)));
        scheduler.created(3, 2);
        assertThat(shortOnes()).as("one trial was left for it").isInstanceOf(NextStep.Wait.class);
        assertThat(scheduler.reported(3, 1, 0.5)).as("it is whole").containsExactly(new Observe(3, 1, 0.5));
    }

    @Test
    void aBracketForWhichNoTrialIsLeftIsNotWaitedFor() {
        scheduler.limit(6);
        start(0, 1, 2);
        scheduler.created(3, 2);
        scheduler.limit(4);
        for (int trial = 0; trial < 4; trial++) {
            scheduler.failed(trial);
        }
        assertThat(next()).isInstanceOf(NextStep.Done.class);
    }

    private NextStep shortOnes() {
        return scheduler.next(paused::contains, start -> start.until().getAsInt() == 1);
    }

    private void start(int... trials) {
        for (int trial : trials) {
            scheduler.created(trial, ((NextStep.Start) next()).bracket());
        }
    }

    private NextStep next() {
        return scheduler.next(paused::contains);
    }
}
