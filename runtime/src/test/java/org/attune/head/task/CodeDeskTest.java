package org.attune.head.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.attune.head.Answering;
import org.attune.head.WorkerHandle;
import org.attune.task.code.CodeFolder;
import org.attune.task.code.Hashes;
import org.attune.wire.FromClient;
import org.attune.wire.Grants;
import org.attune.wire.TaskFrames;
import org.attune.wire.ToClient;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent along with tasks on its way to workers. */
class CodeDeskTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PARTS = 40;

    @TempDir
    Path folder;

    private final byte[] jar = new byte[PARTS * TaskFrames.PART - 7];
    private final CodeDesk desk = new CodeDesk();
    private final Client client = new Client();
    private Session session;
    private String hash;

    private static final class Worker implements WorkerHandle {
        private final String name;
        private final List<ToWorker.Code> parts = new CopyOnWriteArrayList<>();
        private volatile int takes;

        Worker(String name, int takes) {
            this.name = name;
            this.takes = takes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Grants grants() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void send(ToWorker message) {
            parts.add((ToWorker.Code) message);
        }

        @Override
        public boolean isReady() {
            return parts.size() < takes;
        }

        ToWorker.Code last() {
            return parts.get(parts.size() - 1);
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(part -> all.writeBytes(part.bytes()));
            return all.toByteArray();
        }
    }

    private static final class Client implements Answering.Asker {
        private final AtomicLong backlog = new AtomicLong();
        private final AtomicLong most = new AtomicLong();

        @Override
        public long id() {
            return 1;
        }

        @Override
        public void send(ToClient message) {
            throw new AssertionError(message.toString());
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onReady(Runnable action) {}

        @Override
        public void onGone(Runnable action) {}

        @Override
        public void backlog(long change) {
            most.accumulateAndGet(backlog.addAndGet(change), Math::max);
        }
    }

    @BeforeEach
    void aClientHasSentAJar() {
        new Random(7).nextBytes(jar);
        hash = Hashes.of(jar);
        session = new Session("s1", "test", client, new CodeFolder(folder), Optional.empty());
        for (int offset = 0; offset < jar.length; offset += TaskFrames.PART) {
            byte[] part = Arrays.copyOfRange(jar, offset, Math.min(jar.length, offset + TaskFrames.PART));
            desk.take(session, new FromClient.Code("s1", hash, offset, jar.length, part));
        }
    }

    @AfterEach
    void ends() {
        desk.close();
    }

    @Test
    void whatWaitsForTheDiskIsABacklogOfItsClient() {
        await().atMost(PATIENCE).until(() -> session.code.has(hash) && client.backlog.get() == 0);
        assertThat(client.most.get()).isBetween((long) TaskFrames.PART, (long) jar.length);
    }

    @Test
    void aWorkerThatTakesNothingHoldsUpNoOther() {
        Worker stuck = new Worker("n1", 3);
        Worker quick = new Worker("n2", Integer.MAX_VALUE);
        desk.answer(session, hash, stuck);
        desk.answer(session, hash, quick);
        await().atMost(PATIENCE).until(() -> quick.parts.size() == PARTS);
        assertThat(quick.bytes()).isEqualTo(jar);
        assertThat(stuck.parts).hasSizeLessThanOrEqualTo(3);
        stuck.takes = Integer.MAX_VALUE;
        await().atMost(PATIENCE).until(() -> stuck.parts.size() == PARTS);
        assertThat(stuck.bytes()).isEqualTo(jar);
    }

    @Test
    void aWorkerThatAsksAnewIsGivenItFromTheBeginningAndNothingOfTheFormerAnswer() {
        Worker worker = new Worker("n1", 3);
        desk.answer(session, hash, worker);
        await().atMost(PATIENCE).until(() -> worker.parts.size() == 3);
        worker.takes = 0;
        worker.parts.clear();
        desk.answer(session, hash, worker);
        Worker next = new Worker("n2", 1);
        desk.answer(session, hash, next);
        await().atMost(PATIENCE).until(() -> next.parts.size() == 1); // so the new answer has begun
        worker.takes = Integer.MAX_VALUE;
        await().atMost(PATIENCE).until(() -> worker.parts.size() >= PARTS);
        assertThat(worker.bytes()).isEqualTo(jar);
    }

    @Test
    void whatIsNotWantedAnyMoreIsToldToBeGone() {
        Worker worker = new Worker("n1", 3);
        desk.answer(session, hash, worker);
        await().atMost(PATIENCE).until(() -> worker.parts.size() == 3);
        desk.drop(session, hash);
        worker.takes = Integer.MAX_VALUE;
        await().atMost(PATIENCE).until(() -> worker.last().size() == -1);
    }
}
