package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decisions are a function of the seed and of the events in their order. With one trial at a time and losses that do not depend on time, the order is given: a
 * study that is killed differs from one that is not in its attempts alone.
 */
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SameDecisionsIT {
    private static final int KILLED = 128 + 9;

    /** What a study decides on, and what it decides. */
    private static final Set<String> KEPT = Set.of("trial_created", "reported", "decided", "study_ended");

    private static final List<String> DIFFERENT = List.of("seq", "time", "attempt", "report", "synced", "crc");

    @TempDir
    Path folder;

    @Test
    void aStudyThatIsKilledDecidesAsOneThatIsNot() throws Exception {
        Staircase calm = new Staircase(folder, "calm", 21, 1);
        assertThat(calm.attune().finish(calm.start()).code()).isZero();
        List<Map<String, Object>> expected = decisions(calm);

        Staircase killed = new Staircase(folder, "killed", 21, 1);
        String kills = draw(expected);
        killed.attune().with("KILLS", kills);
        for (int life = 0; life < 3; life++) {
            Attune.Ended ended = killed.attune().finish(killed.start());
            assertThat(ended.code())
                    .as(kills + "\n" + ended.out() + ended.err())
                    .isEqualTo(KILLED);
        }
        Attune.Ended last = killed.attune().finish(killed.start());
        assertThat(last.code()).as(kills + "\n" + last.out() + last.err()).isZero();

        assertThat(decisions(killed)).as(kills).isEqualTo(expected);
        assertThat(outcomes(killed)).isEqualTo(outcomes(calm));
        new Aftermath(killed).holds().noneFailed();
    }

    /** Four reports: at three a trial kills the head, before it tells it, while it does, and after; before the fourth it is killed itself. */
    private static String draw(List<Map<String, Object>> decisions) {
        long seed = Long.getLong("attune.chaos.seed", System.nanoTime());
        List<Map<String, Object>> reports = new ArrayList<>(decisions.stream()
                .filter(event -> event.get("event").equals("reported"))
                .toList());
        Collections.shuffle(reports, new Random(seed));
        // Of four trials: one that has killed the head goes on for a moment, and would spend its next kill on the dead.
        Map<Object, String> ofTrial = new LinkedHashMap<>();
        reports.forEach(event -> ofTrial.putIfAbsent(event.get("trial"), event.get("trial") + "-" + event.get("step")));
        List<String> at = List.copyOf(ofTrial.values());
        String kills = "before-" + at.get(0) + " during-" + at.get(1) + " after-" + at.get(2) + " itself-" + at.get(3);
        System.out.println("SameDecisionsIT: -Dattune.chaos.seed=" + seed + " " + kills);
        return kills;
    }

    /** Final state, configuration and best value of each trial. */
    private static List<List<?>> outcomes(Staircase study) {
        return study.rows().stream()
                .<List<?>>map(row -> List.of(row.get("state"), row.get("config"), row.get("best_value")))
                .toList();
    }

    private static List<Map<String, Object>> decisions(Staircase study) throws IOException {
        List<Map<String, Object>> decisions = new ArrayList<>();
        for (Map<?, ?> event : Aftermath.events(study)) {
            if (KEPT.contains(event.get("event"))) {
                Map<String, Object> kept = new LinkedHashMap<>();
                event.forEach((key, value) -> kept.put((String) key, value));
                DIFFERENT.forEach(kept::remove);
                decisions.add(kept);
            }
        }
        return decisions;
    }
}
