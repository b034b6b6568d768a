package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses.Marked;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed at random moments and started again until it ends, a study has lost nothing and done nothing twice. {@code -Dattune.chaos.kills=1000} kills more often,
 * {@code -Dattune.chaos.seed=...} draws the moments and the victims of an earlier run.
 */
@NeedsPython
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class ChaosIT {
    private static final int KILLS = Integer.getInteger("attune.chaos.kills", 40);
    private static final long SEED = Long.getLong("attune.chaos.seed", System.nanoTime());
    private static final int TRIALS = 60;
    private static final int KILLED = 128 + 9;

    /** Whom to kill: the most probable ones are named more than once. */
    private enum Victim {
        TRIAL,
        ANOTHER_TRIAL,
        A_THIRD_TRIAL,
        LAUNCHER,
        HEAD,
        GROUP_OF_THE_HEAD,
        EVERYBODY
    }

    @TempDir
    static Path folder;

    private static long undisturbed;

    private final Random random = new Random(SEED);
    private final Map<Victim, Integer> killed = new EnumMap<>(Victim.class);

    /** In milliseconds, start of Java included. */
    @BeforeAll
    static void measuresAnUndisturbedRun() throws Exception {
        Staircase study = new Staircase(folder, "calm", TRIALS / 2, 2);
        long began = System.nanoTime();
        Attune.Ended ended = study.attune().finish(study.start());
        undisturbed = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        new Aftermath(study).holds().noneFailed();
    }

    @Test
    void aStudyThatIsKilledAgainAndAgainGoesOnAsIfNothingHadBeen() throws Exception {
        System.out.println("ChaosIT: -Dattune.chaos.seed=" + SEED);
        for (int kills = 0; kills < KILLS; ) {
            Staircase study = new Staircase(folder, "after" + kills, TRIALS, 1 + random.nextInt(3));
            kills += killUntilItEnds(study, KILLS - kills);
            new Aftermath(study).holds().noneFailedByItself();
        }
        System.out.println("ChaosIT: killed " + killed);
    }

    /** @return how often something of it was killed */
    private int killUntilItEnds(Staircase study, int most) throws Exception {
        int kills = 0;
        Process head = study.start();
        long peace = random.nextLong(undisturbed);
        while (true) {
            if (kills < most && !head.waitFor(peace, TimeUnit.MILLISECONDS)) {
                peace = random.nextLong(undisturbed / 10);
                kills += kill(Victim.values()[random.nextInt(Victim.values().length)], study, head);
                continue;
            }
            Attune.Ended end = study.attune().finish(head);
            if (end.code() == 0) {
                return kills;
            }
            assertThat(end.code()).as(end.out() + end.err()).isEqualTo(KILLED);
            head = study.start();
            peace = random.nextLong(undisturbed);
        }
    }

    private int kill(Victim victim, Staircase study, Process head) throws Exception {
        List<Marked> alive = study.processes().alive();
        boolean found =
                switch (victim) {
                    case TRIAL, ANOTHER_TRIAL, A_THIRD_TRIAL -> killOne(alive, Marked::isTrial);
                    case LAUNCHER -> killOne(alive, Marked::isLauncher);
                    case HEAD -> {
                        head.destroyForcibly();
                        yield true;
                    }
                    case GROUP_OF_THE_HEAD -> killGroup(head);
                    case EVERYBODY -> {
                        head.destroyForcibly();
                        alive.forEach(Marked::kill);
                        yield true;
                    }
                };
        killed.merge(victim, found ? 1 : 0, Integer::sum);
        return found ? 1 : 0;
    }

    private boolean killOne(List<Marked> alive, Predicate<Marked> kind) {
        List<Marked> found = alive.stream().filter(kind).toList();
        if (!found.isEmpty()) {
            found.get(random.nextInt(found.size())).kill();
        }
        return !found.isEmpty();
    }

    private static boolean killGroup(Process head) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + head.pid()).start();
        if (kill.waitFor() != 0) {
            head.destroyForcibly(); // it has not got as far as to lead a group
        }
        return true;
    }
}
