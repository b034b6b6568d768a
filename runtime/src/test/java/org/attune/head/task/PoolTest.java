package org.attune.head.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.attune.head.Lease;
import org.attune.head.WorkerHandle;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Callee;
import org.attune.wire.Grants;
import org.attune.wire.Task;
import org.attune.wire.TaskShape;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.Test;

/** What a pool makes of tasks that take longer than those before them. */
class PoolTest {
    private static final TaskShape SHAPE = new TaskShape("java", Map.of(), Map.of(), 0, 0, false);
    private static final long BEGIN = System.nanoTime();
    private static final long LATER = BEGIN + TimeUnit.MILLISECONDS.toNanos(50);

    private final Session session = new Session("s", "test", null, new CodeFolder(Path.of("none")), Optional.empty());
    private final Pool pool = session.pool(SHAPE);
    private final List<ToWorker> sent = new ArrayList<>();

    @Test
    void aTaskThatNoSlotIsLeftForIsWorthOneMoreIfThoseBeforeItTakeLong() {
        pool.pace.took(3000); // so four are worth three slots, and none is sent ahead
        submit(4);
        slots("n1", 2);
        slots("n2", 1);
        pool.dispatch(BEGIN);
        assertThat(pool.queue).hasSize(1);
        assertThat(pool.wantsMore()).isFalse();
        pool.recall(LATER);
        assertThat(pool.wantsMore()).isTrue();
    }

    @Test
    void manyThatWaitBehindALongOneAreWorthMoreSlots() {
        pool.pace.took(1); // so a slot does thousands in no time
        submit(1000);
        slots("n1", 1);
        pool.dispatch(BEGIN);
        assertThat(pool.queue).isNotEmpty();
        assertThat(pool.wantsMore()).isFalse();
        pool.recall(LATER);
        assertThat(pool.wantsMore()).isTrue();
    }

    @Test
    void whichOfTheTasksThatItHasWaitIsForTheWorkerToSay() {
        pool.pace.took(1);
        submit(3);
        slots("n1", 1);
        pool.dispatch(BEGIN);
        pool.recall(LATER);
        assertThat(sent).contains(new ToWorker.Recall("s", List.of(1L, 2L, 3L)));
    }

    private void submit(long count) {
        List<Task> tasks = LongStream.rangeClosed(1, count)
                .mapToObj(id -> new Task(id, new byte[0]))
                .toList();
        session.add(pool, new Callee(List.of(), new byte[0], ""), tasks, Long.MAX_VALUE);
    }

    private void slots(String worker, int count) {
        Seat seat = new Seat(new Handle(worker), BEGIN);
        for (int i = 0; i < count; i++) {
            seat.slots.add(new Lease(i, List.of(new Lease.Part(worker, List.of()))));
        }
        pool.seats.put(worker, seat);
    }

    private final class Handle implements WorkerHandle {
        private final String name;

        Handle(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Grants grants() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(ToWorker message) {
            sent.add(message);
        }

        @Override
        public boolean isReady() {
            return true;
        }
    }
}
