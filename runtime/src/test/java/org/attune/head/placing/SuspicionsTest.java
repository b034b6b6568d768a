package org.attune.head.placing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.attune.study.Cause;
import org.attune.study.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspicionsTest {
    private final Suspicions suspicions = new Suspicions(1);
    private Set<String> usable = hosts("n1 n2 n3 n4");

    /** Of steps such as {@code 3@n1:disk}, a failure, {@code 3@n1}, a first report, and {@code n1}, which has rested, what each leads to. */
    private List<String> after(String steps) {
        List<String> results = new ArrayList<>();
        for (String step : steps.split(" ")) {
            String[] parts = step.split("[@:]");
            if (parts.length == 1) {
                results.add(suspicions.rested(step).map(Suspicions.Change::host).orElse("-"));
            } else if (parts.length == 2) {
                suspicions.passed(parts[1]);
                results.add("passed");
            } else {
                results.add(failed(Integer.parseInt(parts[0]), parts[1], parts[2]));
            }
        }
        return results;
    }

    private String failed(int trial, String host, String words) {
        suspicions.started(trial);
        Suspicions.Ruling ruling = suspicions.failed(
                new Suspicions.Failure(trial, host, FailureKind.of(Cause.ERROR, words), words), usable, false);
        List<String> texts = new ArrayList<>(List.of(ruling.isExcused() ? "excused" : "counts"));
        ruling.changes()
                .forEach(change -> texts.add((change instanceof Suspicions.Drained ? "-" : "+") + change.host()));
        return String.join("", texts);
    }

    private static Set<String> hosts(String names) {
        return new TreeSet<>(Arrays.asList(names.split(" ")));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            one failure alone drains nothing         | n1 n2 n3 n4 | 0@n1:disk 0@n2                      | excused passed
            two of different trials drain            | n1 n2 n3 n4 | 0@n1:disk 1@n1:disk                 | excused excused-n1
            also for different reasons               | n1 n2 n3 n4 | 0@n1:disk 1@n1:gpu                  | excused excused-n1
            one that got through in between clears   | n1 n2 n3 n4 | 0@n1:disk 1@n1 2@n1:disk            | excused passed excused
            one trial twice is one                   | n1 n2 n3 n4 | 0@n1:disk 0@n1:disk                 | excused excused
            what half of the machines show is a bug  | n1 n2 n3 n4 | 0@n1:bug 0@n2:bug 1@n3:bug          | excused counts counts
            also if other trials show it             | n1 n2 n3 n4 | 0@n1:bug 1@n2:bug 0@n1:bug          | excused counts counts
            and clears what it drained               | n1 n2 n3 n4 | 0@n1:bug 1@n1:bug 0@n2:bug          | excused excused-n1 counts+n1
            but not for another reason               | n1 n2 n3 n4 | 0@n1:gpu 1@n1:gpu 2@n1:bug 3@n2:bug | excused excused-n1 excused counts
            nor one that was on probation            | n1 n2 n3 n4 | 0@n1:disk 1@n1:disk n1 2@n1:disk 3@n2:bug 4@n3:bug | excused excused-n1 n1 excused-n1 excused counts
            two of many machines may be bad          | n1 n2 n3 n4 n5 n6 | 0@n1:disk 1@n2:disk 2@n1:disk 3@n2:disk | excused excused excused-n1 excused-n2
            what follows a trial to a third is its   | n1 n2 n3 n4 n5 n6 n7 n8 | 0@n1:bug 0@n2:bug 0@n3:bug 1@n1:bug | excused excused counts counts
            a trial is tried on three at most        | n1 n2 n3 n4 n5 n6 n7 n8 | 0@n1:a 0@n2:b 0@n3:c        | excused excused counts
            also if it reports first each time       | n1 n2 n3 n4 n5 n6 | 0@n1:a 0@n2 0@n2:b 0@n3 0@n3:c | excused passed excused passed counts
            a machine alone is never to blame        | n1          | 0@n1:disk 1@n1:disk                 | counts counts
            of two the bad one is drained            | n1 n2       | 0@n1:disk 1@n1:disk 0@n2 1@n2       | excused excused-n1 passed passed
            the last one is not                      | n1 n2       | 0@n1:disk 1@n1:disk 2@n2:gpu 3@n2:gpu | excused excused-n1 counts counts
            the last one tells of a bug              | n1 n2       | 0@n1:bug 1@n1:bug 0@n2:bug          | excused excused-n1 counts+n1
            a rested one is drained by one failure   | n1 n2 n3 n4 | 0@n1:disk 1@n1:disk n1 2@n1:disk    | excused excused-n1 n1 excused-n1
            unless one got through                   | n1 n2 n3 n4 | 0@n1:disk 1@n1:disk n1 2@n1 3@n1:disk | excused excused-n1 n1 passed excused
            only a drained one rests                 | n1 n2 n3 n4 | 0@n1:disk n1                        | excused -
            """)
    void whoIsToBlame(String name, String machines, String steps, String results) {
        usable = hosts(machines);
        assertThat(after(steps)).as(name).containsExactly(results.split(" "));
    }

    @Test
    void aDrainedMachineRestsTheLongerTheMoreOften() {
        List<Duration> rests = new ArrayList<>();
        suspicions.failed(failure(0), usable, false);
        for (int trial = 1; trial < 7; trial++) {
            Suspicions.Ruling ruling = suspicions.failed(failure(trial), usable, false);
            rests.add(((Suspicions.Drained) ruling.changes().get(0)).rest());
            suspicions.rested("n1");
        }
        assertThat(rests).extracting(Duration::toMinutes).containsExactly(10L, 20L, 40L, 80L, 120L, 120L);
    }

    @Test
    void theFirstMachineIsNotBelievedBeforeOthersHaveHadTheTimeToCome() {
        assertThat(suspicions.failed(failure(0), hosts("n1"), true)).isEqualTo(new Suspicions.Ruling(true, List.of()));
        assertThat(suspicions.failed(failure(1), hosts("n1"), true)).isEqualTo(new Suspicions.Ruling(true, List.of()));
        assertThat(suspicions.shuns(0, List.of("n1"), hosts("n1"))).isFalse();
        assertThat(suspicions.shuns(0, List.of("n1"), hosts("n1 n2"))).isTrue();
        assertThat(suspicions.failed(failure(2), hosts("n1 n2"), true).changes())
                .hasSize(1);
    }

    @Test
    void oneThatWasDrainedBeforeTheHeadBeganIsStillOrIsAgainByOneFailure() {
        suspicions.restore("n1", 2, "disk", true);
        assertThat(suspicions.whyDrained("n1")).hasValue("disk");
        suspicions.restore("n2", 2, "disk", false);
        assertThat(suspicions.isDrained("n2")).isFalse();
        assertThat(after("7@n2:gpu")).containsExactly("excused-n2");
        assertThat(suspicions.rested("n1"))
                .hasValue(new Suspicions.Cleared("n1", "it has rested, and is tried again", 2));
        Suspicions.Ruling again = suspicions.failed(failure(8), usable, false);
        assertThat(((Suspicions.Drained) again.changes().get(0)).rest()).isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    void oneThatWasDrainedBeforeTheHeadBeganIsNotClearedByFailuresOfWhichItHadNone() {
        suspicions.restore("n1", 1, "disk", true);
        assertThat(after("3@n2:bug 4@n3:bug")).containsExactly("excused", "counts");
        assertThat(suspicions.whyDrained("n1")).hasValue("disk");
    }

    @Test
    void theReasonHasTheTrialsAndTheLastWords() {
        after("3@n1:disk 5@n1:disk");
        assertThat(suspicions.whyDrained("n1")).hasValue("trials 3 and 5 failed there at once, and nowhere else: disk");
        suspicions.rested("n1");
        after("8@n1:disk");
        assertThat(suspicions.whyDrained("n1")).hasValue("trial 8 failed there at once again: disk");
    }

    @Test
    void aTrialThatWaitsIsStartedElsewhereAsLongAsThereIsElsewhere() {
        after("0@n1:disk");
        assertThat(suspicions.shuns(0, List.of("n1"), usable)).isTrue();
        assertThat(suspicions.shuns(0, List.of("n2"), usable)).isFalse();
        assertThat(suspicions.shuns(0, List.of("n2", "n1"), usable)).isTrue();
        assertThat(suspicions.shuns(1, List.of("n1"), usable)).isFalse();
        assertThat(suspicions.shuns(0, List.of("n1"), hosts("n1"))).isFalse();
        assertThat(suspicions.shunned(usable)).containsExactly("n1");
        assertThat(suspicions.shunned(hosts("n1"))).isEmpty();
        suspicions.started(0);
        assertThat(suspicions.shunned(usable)).isEmpty();
        assertThat(suspicions.shuns(0, List.of("n1"), usable)).isFalse();
    }

    @Test
    void oneThatReportsAndFailsIsNotTriedBetweenTwoMachinesForEver() {
        usable = hosts("n1 n2 n3 n4 n5 n6");
        after("0@n1:bug 0@n2 0@n2:bug");
        assertThat(suspicions.shunned(usable)).containsExactlyInAnyOrder("n1", "n2");
        suspicions.outlived(0);
        assertThat(suspicions.shunned(usable)).isEmpty();
    }

    @Test
    void whenOnlyDrainedMachinesAreLeftTheyAreUsedAgain() {
        after("0@n1:disk 1@n1:disk");
        assertThat(suspicions.look(usable)).isEmpty();
        assertThat(suspicions.look(Set.of())).isEmpty();
        assertThat(suspicions.look(hosts("n1"))).containsExactly(new Suspicions.Cleared("n1", "no other is left", 1));
        assertThat(suspicions.isDrained("n1")).isFalse();
    }

    @Test
    void aTrialOnTwoMachinesNeedsTwoOthers() {
        Suspicions pairs = new Suspicions(2);
        assertThat(pairs.failed(failure(0), hosts("n1 n2"), false).isExcused()).isFalse();
        assertThat(pairs.failed(failure(1), hosts("n1 n2 n3"), false).isExcused())
                .isTrue();
        assertThat(pairs.failed(failure(2), hosts("n1 n2 n3"), false).isExcused())
                .isTrue();
        assertThat(pairs.isDrained("n1")).isTrue();
        assertThat(pairs.look(hosts("n1 n2 n3"))).isEmpty();
        assertThat(pairs.look(hosts("n1 n2"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, true",
        "false, 299, true",
        "false, 300, false",
        "true, 29, true",
        "true, 30, false",
    })
    void whatIsFast(boolean hasReported, long seconds, boolean isFast) {
        assertThat(Suspicions.isFast(hasReported, Duration.ofSeconds(seconds))).isEqualTo(isFast);
    }

    private static Suspicions.Failure failure(int trial) {
        return new Suspicions.Failure(trial, "n1", FailureKind.of(Cause.ERROR, "disk"), "disk");
    }
}
