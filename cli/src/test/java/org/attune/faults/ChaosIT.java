package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses.Marked;
import org.attune.cli.NeedsPython;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at random moments and started again until it ends, a study has lost nothing and done nothing twice. {@code -Dattune.chaos.kills=200} kills more often,
 * {@code -Dattune.chaos.seed=...} draws the moments of an earlier run.
 */
@NeedsPython
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ChaosIT {
    private static final int KILLS = Integer.getInteger("attune.chaos.kills", 20);
    private static final long SEED = Long.getLong("attune.chaos.seed", System.nanoTime());
    private static final int TRIALS = 21;
    private static final int KILLED = 128 + 9;

    @TempDir
    static Path folder;

    private static long millis;
    private final Random random = new Random(SEED);

    @BeforeAll
    static void measuresAnUndisturbedRun() throws Exception {
        System.out.println("ChaosIT: -Dattune.chaos.seed=" + SEED);
        Staircase study = new Staircase(folder, "calm", TRIALS, 2);
        long began = System.nanoTime();
        Attune.Ended ended = study.attune().finish(study.start());
        millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        new Aftermath(study).holds().noneFailed();
    }

    /** The head alone, its process group, or every process of the study at once. */
    @Test
    void aStudyWhoseHeadIsKilledGoesOnAsIfNothingHadBeen() throws Exception {
        int most = KILLS * 3 / 4;
        int kills = 0;
        for (int round = 0; kills < most; round++) {
            Staircase study = new Staircase(folder, "headless" + round, TRIALS * 3, 2 + random.nextInt(2));
            kills += killUntilItEnds(study, most - kills);
            new Aftermath(study).holds().noneFailed();
        }
    }

    @Test
    void aKilledTrialFailsAndTheOthersGoOn() throws Exception {
        Staircase study = new Staircase(folder, "orphaned", TRIALS * 2, 3);
        Set<String> killed = killTrialsUntilItEnds(study);
        new Aftermath(study).holds();
        Set<String> failed = new HashSet<>();
        for (Map<?, ?> event : Aftermath.events(study)) {
            if ("attempt_ended".equals(event.get("event")) && "ERROR".equals(event.get("cause"))) {
                assertThat(String.valueOf(event.get("message"))).contains("kill");
                failed.add(event.get("trial") + "#" + event.get("attempt"));
            }
        }
        // One that was killed on its way out, after its last report, has not failed.
        assertThat(killed).containsAll(failed);
    }

    /** @return how often it was killed */
    private int killUntilItEnds(Staircase study, int most) throws Exception {
        for (int kills = 0; ; kills++) {
            Process head = study.start();
            if (kills < most && !head.waitFor(moment(), TimeUnit.MILLISECONDS)) {
                killHead(study, head);
            }
            Attune.Ended end = study.attune().finish(head);
            if (end.code() == 0) {
                return kills;
            }
            assertThat(end.code()).as(end.out() + end.err()).isEqualTo(KILLED);
        }
    }

    private void killHead(Staircase study, Process head) throws Exception {
        switch (random.nextInt(3)) {
            case 0 -> head.destroyForcibly();
            case 1 ->
                new ProcessBuilder("sh", "-c", "kill -KILL -- -" + head.pid())
                        .start()
                        .waitFor();
            default -> {
                head.destroyForcibly();
                study.processes().alive().forEach(Marked::kill);
            }
        }
    }

    /** @return the attempts that were killed */
    private Set<String> killTrialsUntilItEnds(Staircase study) throws Exception {
        Set<String> killed = new HashSet<>();
        Process head = study.start();
        while (killed.size() < Math.min(KILLS / 4, TRIALS) && !head.waitFor(moment() / 4, TimeUnit.MILLISECONDS)) {
            oneOfItsTrials(study, head).ifPresent(trial -> {
                trial.kill();
                killed.add(trial.attempt());
            });
        }
        Attune.Ended end = study.attune().finish(head);
        assertThat(end.code()).as(end.out() + end.err()).isZero();
        return killed;
    }

    private Optional<Marked> oneOfItsTrials(Staircase study, Process head) {
        List<Marked> trials = await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> study.processes().trials(), found -> !found.isEmpty() || !head.isAlive());
        return trials.isEmpty() ? Optional.empty() : Optional.of(trials.get(random.nextInt(trials.size())));
    }

    private long moment() {
        return random.nextLong(millis);
    }
}
