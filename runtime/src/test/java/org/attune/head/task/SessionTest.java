package org.attune.head.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskShape;
import org.junit.jupiter.api.Test;

/** How much of a client is kept. */
class SessionTest {
    private static final int KILOBYTES = 60;
    private static final TaskShape SHAPE = new TaskShape("python", Map.of(), Map.of(), 0, 0, false);

    private final Session session = new Session("s", "test", null, new CodeFolder(Path.of("none")), Optional.empty());
    private final Pool pool = session.pool(SHAPE);

    @Test
    void aFunctionIsKeptAndCountedOnceUntilTheLastOfItsTasksIsOver() {
        add(1, 1, 2);
        add(1, 3);
        assertThat(session.bytes).isEqualTo(KILOBYTES * 1000 + 3);
        add(2, 4);
        assertThat(session.bytes).isEqualTo(2 * KILOBYTES * 1000 + 4);
        remove(1, 2, 4);
        assertThat(session.bytes).isEqualTo(KILOBYTES * 1000 + 1);
        remove(3);
        assertThat(session.bytes).isZero();
    }

    /** The bytes are others each time, as when messages bring them. */
    private void add(int function, long... tasks) {
        byte[] bytes = new byte[KILOBYTES * 1000];
        bytes[0] = (byte) function;
        List<Task> all =
                LongStream.of(tasks).mapToObj(id -> new Task(id, new byte[1])).toList();
        session.add(pool, new Callee(List.of(), bytes, ""), all, Long.MAX_VALUE);
    }

    private void remove(long... tasks) {
        LongStream.of(tasks).forEach(task -> session.remove(session.entries.get(task)));
    }
}
