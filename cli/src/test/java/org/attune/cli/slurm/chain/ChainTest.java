package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.slurm.chain.Chain.Step;
import org.attune.engine.slurm.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChainTest {
    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    private static final Optional<String> NO_END = Optional.empty();

    private final List<Link> links = new ArrayList<>();

    private Step begin(int budget, int progress) {
        Link now = link(100, links.isEmpty() ? 0 : last().job(), -1, progress, null);
        links.add(now);
        return chain(budget).at(100, progress, NO_END);
    }

    private Chain chain(int budget) {
        return new Chain(Duration.ofMinutes(budget), Duration.ofMinutes(30), links);
    }

    private Link last() {
        return links.get(links.size() - 1);
    }

    /** A link of half an hour that ran so many minutes; -1: it runs, or its end is not known. */
    private static Link link(long job, long after, int minutes, long progress, JobState state) {
        return new Link(
                job,
                after == 0 ? OptionalLong.empty() : OptionalLong.of(after),
                Optional.of(Duration.ofMinutes(30)),
                START.plusSeconds(job),
                Optional.of(START),
                Duration.ZERO,
                OptionalLong.of(progress),
                minutes < 0 ? Optional.empty() : Optional.of(START.plusSeconds(60L * minutes)),
                Optional.ofNullable(state),
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "60, -1, 30", // nothing ran before
        "90, 30, 30", // 30 are used, 30 run
        "75, 30, 15", // a rest
        "61, 31, 0", // Slurm counts in whole minutes
        "60, 30, 0",
        "45, 0, 15"
    })
    void anAllocationFollowsAsLongAsTheBudgetLasts(int budget, int ranBefore, int next) {
        if (ranBefore >= 0) {
            links.add(link(1, 0, ranBefore, 0, JobState.TIMEOUT));
        }
        Step step = begin(budget, 5);

        assertThat(step)
                .isEqualTo(
                        next > 0
                                ? new Step.Follow(Duration.ofMinutes(next))
                                : new Step.Last(
                                        "the budget of " + (budget == 61 ? "1h 01m" : "1h 00m") + " ends with it"));
    }

    @Test
    void whatEndedUnheardOfIsCountedInFull() {
        links.add(link(1, 0, -1, 0, null));

        assertThat(begin(75, 5)).isEqualTo(new Step.Follow(Duration.ofMinutes(15)));
    }

    @Test
    void aJobThatIsBegunAnewHasUsedWhatItRanBefore() {
        Link first = link(100, 0, -1, 0, null);
        links.add(new Link(
                first.job(),
                first.after(),
                first.limit(),
                first.submitted(),
                first.begun(),
                Duration.ofMinutes(20),
                first.progress(),
                first.ended(),
                first.state(),
                false));

        assertThat(chain(60).at(100, 3, NO_END)).isEqualTo(new Step.Follow(Duration.ofMinutes(10)));
    }

    @Test
    void oneThatWaitsAlreadyIsNotSubmittedTwice() {
        links.add(link(100, 0, -1, 0, null));
        links.add(new Link(
                101,
                OptionalLong.of(100),
                Optional.of(Duration.ofMinutes(30)),
                START,
                Optional.empty(),
                Duration.ZERO,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false));

        assertThat(chain(90).at(100, 3, NO_END)).isEqualTo(new Step.Followed(101));
    }

    @Test
    void aStudyThatIsOverNeedsNothingUnlessItIsSubmittedSo() {
        links.add(link(1, 0, 10, 0, JobState.COMPLETED));
        links.add(link(100, 1, -1, 3, null));

        assertThat(chain(90).at(100, 3, Optional.of("the study is over (trials)")))
                .isEqualTo(new Step.Over("the study is over (trials)"));
        assertThat(chain(90).at(1, 3, Optional.of("the study is over (trials)")))
                .isInstanceOf(Step.Followed.class);
    }

    @Test
    void whoCancelsAJobEndsTheChain() {
        links.add(link(1, 0, 10, 0, JobState.CANCELLED));

        assertThat(begin(900, 5)).isEqualTo(new Step.Over("job 1, which it follows, was cancelled"));
    }

    @Test
    void twoThatBroughtNothingEndTheChain() {
        links.add(link(1, 0, 1, 7, JobState.FAILED));
        links.add(link(2, 1, 30, 7, JobState.TIMEOUT));

        assertThat(begin(900, 7)).isEqualTo(new Step.Over("jobs 1 and 2 brought no report and no end of a trial"));
        assertThat(chain(900).atEnd(2, 7)).isPresent();
        assertThat(chain(900).atEnd(2, 8)).isEmpty();
        assertThat(chain(900).atEnd(1, 7)).isEmpty();
    }

    /** Else there would be one after the other for as long as somebody else brings the study forward. */
    @Test
    void twoThatFoundSomebodyElseAtWorkEndTheChain() {
        links.add(foundRun(link(1, 0, 1, 5, JobState.FAILED)));
        links.add(foundRun(link(2, 1, 1, 6, JobState.FAILED)));

        assertThat(begin(900, 7)).isEqualTo(new Step.Over("jobs 1 and 2 brought no report and no end of a trial"));
        assertThat(chain(900).atEnd(2, 8)).isPresent();
        assertThat(chain(900).atEnd(1, 8)).isEmpty();
    }

    private static Link foundRun(Link link) {
        return new Link(
                link.job(),
                link.after(),
                link.limit(),
                link.submitted(),
                link.begun(),
                link.lost(),
                link.progress(),
                link.ended(),
                link.state(),
                true);
    }

    @Test
    void oneThatBroughtSomethingLetsItGoOn() {
        links.add(link(1, 0, 1, 6, JobState.FAILED));
        links.add(link(2, 1, 30, 7, JobState.TIMEOUT));

        assertThat(begin(900, 7)).isEqualTo(new Step.Follow(Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"NODE_FAIL", "PREEMPTED", "BOOT_FAIL"})
    void theMachinesFaultsAreNotTheStudys(JobState state) {
        links.add(link(1, 0, 1, 7, state));
        links.add(link(2, 1, 1, 7, state));

        assertThat(begin(900, 7)).isEqualTo(new Step.Follow(Duration.ofMinutes(30)));
    }

    @Test
    void allAllocationsOfABudgetCanBePlanned() {
        assertThat(chain(75).plan())
                .containsExactly(Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(15));
        assertThat(chain(60).plan()).hasSize(2);
        assertThat(chain(20).plan()).containsExactly(Duration.ofMinutes(20));
    }
}
