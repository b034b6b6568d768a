package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.attune.study.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
    @TempDir
    Path folder;

    @Test
    void theHeadFileIsPrivateAndGoneAfterACleanEnd() throws IOException {
        try (Ownership ownership = Ownership.acquire(folder, false)) {
            assertThat(ownership.head().epoch()).isEqualTo(1);
            assertThat(ownership.head().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("head-1.json"))))
                    .isEqualTo("rw-------");
            assertThat(Ownership.current(folder)).contains(ownership.head());
            assertThat(files()).containsExactly("head-1.json");
        }
        assertThat(files()).isEmpty();
        assertThat(Ownership.current(folder)).isEmpty();
    }

    @Test
    void aSecondHeadIsRefusedAndToldWhomToEnd() throws IOException {
        try (Ownership first = Ownership.acquire(folder, false)) {
            assertThatThrownBy(() -> Ownership.acquire(folder, false))
                    .isInstanceOf(StudyBusyException.class)
                    .hasMessageContaining("is being run by process "
                            + first.head().pid() + " on " + first.head().host() + " since "
                            + first.head().since())
                    .hasMessageContaining("kill " + first.head().pid())
                    .hasMessageContaining("--take-over");
            first.check();
            assertThat(files()).containsExactly("head-1.json");
        }
    }

    @Test
    void aDeadHeadOfThisMachineIsFollowedByTheNextEpoch() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        leave(4, new Head(4, Machine.here().host(), gone.pid(), Instant.now()), Machine.here(), Instant.now());

        try (Ownership ownership = Ownership.acquire(folder, false)) {
            assertThat(ownership.head().epoch()).isEqualTo(5);
            assertThat(files()).containsExactly("head-5.json");
        }
    }

    @Test
    void aProcessThatGotTheNumberOfADeadHeadIsNotTakenForIt() throws Exception {
        Head head = new Head(1, Machine.here().host(), ProcessHandle.current().pid(), Instant.now());
        leave(1, head, Machine.here(), Instant.now());

        Ownership.acquire(folder, false).close();
    }

    @Test
    void aHeadOnAnotherMachineLivesAsLongAsItGivesSigns() throws Exception {
        Machine elsewhere = new Machine("node17", "another boot");
        Head head = new Head(1, "node17", 4711, Instant.parse("2026-11-24T20:16:40Z"));

        leave(1, head, elsewhere, Instant.now().minusSeconds(20));
        assertThatThrownBy(() -> Ownership.acquire(folder, false))
                .isInstanceOf(StudyBusyException.class)
                .hasMessageContaining("process 4711 on node17 since 2026-11-24T20:16:40Z");
        assertThat(Ownership.current(folder)).contains(head);

        leave(1, head, elsewhere, Instant.now().minusSeconds(40));
        assertThat(Ownership.current(folder)).isEmpty();
        try (Ownership ownership = Ownership.acquire(folder, false)) {
            assertThat(ownership.head().epoch()).isEqualTo(2);
            assertThat(files()).as("the silent head may come back").containsExactly("fenced-1.json", "head-2.json");
        }
    }

    @Test
    void aHalfWrittenHeadFileCountsAsAHeadElsewhere() throws Exception {
        Files.writeString(folder.resolve("head-3.json"), "{\"epoch\":3,");

        assertThatThrownBy(() -> Ownership.acquire(folder, false)).isInstanceOf(StudyBusyException.class);
        try (Ownership ownership = Ownership.acquire(folder, true)) {
            assertThat(ownership.head().epoch()).isEqualTo(4);
        }
    }

    @Test
    void whoeverIsTakenOverFromFindsOut() throws IOException {
        Ownership first = Ownership.acquire(folder, false);
        try (Ownership second = Ownership.acquire(folder, true)) {
            assertThatThrownBy(first::check)
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("head 1 of the study in " + folder + " has lost it");
            first.close();
            second.check();
            assertThat(second.head().epoch()).isEqualTo(2);
        }
    }

    @Test
    void ofManyThatTryAtOnceOneWins() throws Exception {
        int rounds = 200;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int round = 0; round < rounds; round++) {
            List<Future<Ownership>> tries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tries.add(threads.submit(() -> Ownership.acquire(folder, false)));
            }
            List<Ownership> winners = new ArrayList<>();
            for (Future<Ownership> each : tries) {
                try {
                    winners.add(each.get());
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(StudyBusyException.class);
                }
            }
            assertThat(winners).hasSize(1);
            winners.get(0).close();
            assertThat(files()).isEmpty();
        }
        threads.shutdown();
    }

    @Test
    void theEpochExceedsThatOfEveryHeadInTheJournalAlsoOfOnesThatEndedCleanly() throws Exception {
        for (long epoch = 1; epoch <= 3; epoch++) {
            try (Journal journal = Journal.open(folder, false, entry -> {})) {
                assertThat(journal.epoch()).isEqualTo(epoch);
                assertThat(files()).contains("head-" + epoch + ".json").hasSize(2);
                Samples.append(journal, List.of(new Event.HeadStarted(journal.epoch(), "node17", 1)));
            }
        }
        assertThat(files()).containsExactly("journal.jsonl");
    }

    @Test
    void draftsThatCrashedHeadsLeftAreRemoved() throws Exception {
        Path draft = Files.writeString(folder.resolve(".head-12345.tmp"), "{");
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));

        try (Ownership ownership = Ownership.acquire(folder, false)) {
            assertThat(files()).containsExactly("head-" + ownership.head().epoch() + ".json");
        }
    }

    @Test
    void theDraftOfAHeadThatDiedHereIsRemovedAtOnceAndThatOfOneAtWorkIsNot() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Head dead = new Head(0, Machine.here().host(), gone.pid(), Instant.now());
        Path left = folder.resolve(".head-12345.tmp");
        Files.writeString(left, new HeadFile(left, dead, Machine.here(), 1).text());
        Path busy = folder.resolve(".head-67890.tmp");
        Files.writeString(busy, HeadFile.self(folder, 0, Instant.now()).text());

        try (Ownership ownership = Ownership.acquire(folder, false)) {
            assertThat(files())
                    .containsExactly(
                            ".head-67890.tmp", "head-" + ownership.head().epoch() + ".json");
        }
    }

    private void leave(long epoch, Head head, Machine machine, Instant lastSign) throws IOException {
        Path path = HeadFile.path(folder, epoch);
        Files.writeString(path, new HeadFile(path, head, machine, 1).text());
        Files.setLastModifiedTime(path, FileTime.from(lastSign));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
