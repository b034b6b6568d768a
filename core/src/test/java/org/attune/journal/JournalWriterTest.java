package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JournalWriterTest {
    @TempDir
    Path folder;

    @Test
    void manyThreadsAppendAndEachIsToldInItsOrder() throws Exception {
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            Thread[] threads = IntStream.range(0, 8)
                    .mapToObj(t -> new Thread(() -> {
                        for (int i = 0; i < 1000; i++) {
                            int number = t * 1000 + i;
                            journal.append(Samples.TIME, List.of(Samples.report(number)), () -> told.add(number));
                        }
                    }))
                    .toArray(Thread[]::new);
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        List<JournalEntry> entries = Samples.read(folder.resolve(Journal.FILE));
        assertThat(entries.stream().map(JournalEntry::seq))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8000).boxed().toList());
        assertThat(entries.stream().map(JournalEntry::event))
                .containsExactlyElementsOf(told.stream().map(Samples::report).toList());
    }

    @Test
    void whatNobodyWaitsForKeepsItsPlaceAmongTheOthers() throws Exception {
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            for (int round = 0; round < 20; round++) {
                journal.append(Samples.TIME, List.of(Samples.report(1)));
                if (round % 5 == 0) {
                    long written = Files.size(folder.resolve(Journal.FILE));
                    await().atMost(1, TimeUnit.MINUTES).until(() -> Files.size(folder.resolve(Journal.FILE)) > written);
                }
                Thread[] threads = IntStream.range(0, 4)
                        .mapToObj(t -> new Thread(() -> {
                            for (int i = 0; i < 100; i++) {
                                journal.append(Samples.TIME, List.of(Samples.report(2)));
                                journal.append(Samples.TIME, List.of(Samples.report(3)), () -> {});
                            }
                        }))
                        .toArray(Thread[]::new);
                for (Thread thread : threads) {
                    thread.start();
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        assertThat(Samples.read(folder.resolve(Journal.FILE)).stream().map(JournalEntry::seq))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 20 * 801).boxed().toList());
    }

    @Test
    void theFirstLineOfEachBatchSaysWhatWasDurableBefore() throws Exception {
        Samples.real(folder);

        List<String> lines = Files.readAllLines(folder.resolve(Journal.FILE));
        long offset = 0;
        List<Integer> batches = List.of(1, 5, 5 + Samples.everyKind().size());
        for (int i = 0; i < lines.size(); i++) {
            if (batches.contains(i)) {
                assertThat(lines.get(i)).contains("\"synced\":" + offset + ",\"crc\"");
            } else {
                assertThat(lines.get(i)).doesNotContain("synced");
            }
            offset += lines.get(i).length() + 1;
        }
    }

    @Test
    void whatNobodyWaitsForGoesWithTheNextThatSomebodyDoes() throws Exception {
        CountDownLatch durable = new CountDownLatch(1);
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            journal.append(Samples.TIME, List.of(Samples.report(1)));
            journal.append(Samples.TIME, List.of(Samples.report(2)), durable::countDown);
            durable.await();
            assertThat(Samples.read(folder.resolve(Journal.FILE)).stream().map(JournalEntry::event))
                    .containsExactly(Samples.report(1), Samples.report(2));
        }
    }

    @Test
    void whatNobodyWaitsForIsWrittenBeforeLongAndAtTheEnd() throws Exception {
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            journal.append(Samples.TIME, List.of(Samples.report(1)));
            await().atMost(1, TimeUnit.MINUTES)
                    .until(() -> Samples.read(folder.resolve(Journal.FILE)).size() == 1);
            journal.append(Samples.TIME, List.of(Samples.report(2)));
        }
        assertThat(Samples.read(folder.resolve(Journal.FILE))).hasSize(2);
    }

    @Test
    void whatIsReturnedIsWhatIsReadLater() throws Exception {
        List<JournalEntry> returned;
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            returned = journal.append(Instant.now(), Samples.everyKind(), () -> {});
        }
        assertThat(Samples.read(folder.resolve(Journal.FILE))).isEqualTo(returned);
    }

    @Test
    void anEmptyAppendTellsWhenAllBeforeIsDurable() throws Exception {
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            journal.append(Samples.TIME, Samples.started(), () -> {});
            Samples.append(journal, List.of());
            assertThat(Samples.read(folder.resolve(Journal.FILE))).hasSize(4);
        }
    }

    @Test
    void aFullDiskIsFinalAndToldOnceWithItsReason() throws Exception {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full), "there is no /dev/full");
        AtomicInteger acknowledged = new AtomicInteger();
        List<JournalException> told = Collections.synchronizedList(new ArrayList<>());
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            JournalWriter writer = new JournalWriter(full, channel, 0, DiskWatch.untold(full), () -> {});
            writer.onFailure(told::add);
            // The disk may have refused it before append returns, which throws then.
            catchThrowable(
                    () -> writer.append(Samples.TIME, List.of(Samples.report(1)), acknowledged::incrementAndGet));
            await().atMost(1, TimeUnit.MINUTES).until(() -> !told.isEmpty());

            assertThatThrownBy(() -> writer.append(Samples.TIME, List.of(), acknowledged::incrementAndGet))
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("run the same command again");
            writer.onFailure(told::add);
            writer.close();
        }
        assertThat(acknowledged).hasValue(0);
        assertThat(told).hasSize(2).allSatisfy(failure -> assertThat(failure).isSameAs(told.get(0)));
    }

    @Test
    void appendWaitsWhileTooMuchIsOnItsWayAndFailsWhenThatFails() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger appended = new AtomicInteger();
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        try (FileChannel channel =
                FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            JournalWriter writer = new JournalWriter(folder, channel, 0, DiskWatch.untold(folder), () -> {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new IOException("the cable was pulled");
            });
            Thread producer = new Thread(() -> {
                try {
                    while (true) {
                        writer.append(Samples.TIME, List.of(Samples.report(1)), () -> {});
                        appended.incrementAndGet();
                    }
                } catch (JournalException e) {
                    thrown.add(e);
                }
            });
            producer.start();
            await().atMost(1, TimeUnit.MINUTES)
                    .until(() -> producer.getState() == Thread.State.WAITING && appended.get() > 1000);
            stuck.countDown();
            producer.join();
            writer.close();
        }
        assertThat(appended.get()).isLessThan(10_000);
        assertThat(thrown).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("the cable was pulled"));
    }

    @Test
    void closingWritesWhatWasAppendedAndRefusesMore() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        Journal journal = Journal.open(folder, false, entry -> {});
        for (int i = 0; i < 100; i++) {
            journal.append(Samples.TIME, List.of(Samples.report(i)), acknowledged::incrementAndGet);
        }
        journal.close();
        journal.close();

        assertThat(acknowledged).hasValue(100);
        assertThat(Samples.read(folder.resolve(Journal.FILE))).hasSize(100);
        assertThatThrownBy(() -> journal.append(Samples.TIME, List.of(), () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the journal is closed.");
    }
}
