package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.attune.study.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heads that are killed or frozen, as real processes. */
@Timeout(180)
class JournalProcessTest {
    private static final int ROUND = 1_000_000;

    @TempDir
    Path folder;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() {
        children.forEach(Process::destroyForcibly);
    }

    @Test
    void aKilledHeadLosesNothingThatWasAcknowledged() throws Exception {
        long seed = System.nanoTime();
        System.out.println("kill -9 of a writing head: seed " + seed);
        Random random = new Random(seed);
        List<Integer> acknowledged = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            Process child = start(round * ROUND);
            BufferedReader lines = child.inputReader();
            int enough = 1 + random.nextInt(3000);
            for (String line = whole(lines); line != null; line = whole(lines)) {
                acknowledged.add(Integer.parseInt(line));
                if (--enough == 0) {
                    // Unlike Process.destroyForcibly, this leaves what is still in the pipe.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(child.waitFor()).isEqualTo(137);
        }

        Set<Integer> written = new HashSet<>();
        try (Journal journal = Journal.open(folder, false, entry -> written.add(number(entry)))) {
            assertThat(journal.events()).isEqualTo(written.size());
        }
        assertThat(acknowledged).isNotEmpty();
        assertThat(written.containsAll(acknowledged)).as("seed %s", seed).isTrue();
    }

    @Test
    void aFrozenHeadIsTakenOverOnlyByForceAndAcknowledgesNothingWhenItComesBack() throws Exception {
        Process child = start(0);
        BufferedReader lines = child.inputReader();
        List<Integer> acknowledged = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            acknowledged.add(Integer.parseInt(lines.readLine()));
        }
        signal("STOP", child);

        assertThatThrownBy(() -> Journal.open(folder, false, entry -> {}))
                .isInstanceOf(StudyBusyException.class)
                .hasMessageContaining("kill " + child.pid());
        Set<Integer> replayed = new HashSet<>();
        try (Journal journal = Journal.open(folder, true, entry -> replayed.add(number(entry)))) {
            Samples.append(journal, List.of(Samples.report(ROUND)));
            signal("CONT", child);
            for (String line = lines.readLine(); !line.equals("FencedException"); line = lines.readLine()) {
                acknowledged.add(Integer.parseInt(line));
            }
            assertThat(child.waitFor()).isEqualTo(1);
            Samples.append(journal, List.of(Samples.report(ROUND + 1)));
        }
        assertThat(replayed.containsAll(acknowledged)).isTrue();
        assertThat(Samples.read(folder.resolve(Journal.FILE)).stream()
                        .map(JournalProcessTest::number)
                        .toList())
                .hasSize(replayed.size() + 2)
                .endsWith(ROUND, ROUND + 1);
    }

    private Process start(int firstNumber) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalChild.class.getName(),
                        folder.toString(),
                        Integer.toString(firstNumber))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        children.add(child);
        return child;
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The next line, unless the process was killed in the middle of it. */
    private static String whole(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = lines.read(); letter != '\n'; letter = lines.read()) {
            if (letter < 0) {
                return null;
            }
            line.append((char) letter);
        }
        return line.toString();
    }

    private static int number(JournalEntry entry) {
        return ((Event.Reported) entry.event()).step();
    }
}
