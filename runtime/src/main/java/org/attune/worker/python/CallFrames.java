package org.attune.worker.python;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;

/** What goes through the pipes of a process that runs calls; {@code calls.py} has the form. */
final class CallFrames {
    private static final TaskResult.End[] ENDS = TaskResult.End.values();

    /** What came is no result. */
    static final class Garbled extends IOException {
        private static final long serialVersionUID = 1L;

        Garbled() {
            super("a function has written into the pipe that its results go through (descriptor 4)");
        }
    }

    private CallFrames() {}

    static byte[] settings(byte[] json) {
        return ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(json.length)
                .put(json)
                .array();
    }

    static byte[] batch(byte[] function, List<Task> tasks) {
        byte[] calls = TaskFrames.packTasks(tasks);
        int length = Short.BYTES + function.length + calls.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort((short) function.length)
                .put(function)
                .put(calls)
                .array();
    }

    /** Bytes of {@link #batch}. */
    static long size(byte[] function, List<Task> tasks) {
        long size = Integer.BYTES + Short.BYTES + function.length;
        for (Task task : tasks) {
            size += Long.BYTES + Integer.BYTES + task.body().length;
        }
        return size;
    }

    /** Reads the next, waiting for it. */
    static TaskResult result(DataInputStream ends) throws IOException {
        long id = ends.readLong();
        byte end = ends.readByte();
        long micros = ends.readLong();
        int length = ends.readInt();
        if (end < 0 || end >= ENDS.length || length < 0) {
            throw new Garbled();
        }
        byte[] body = ends.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return new TaskResult(id, ENDS[end], micros, body);
    }

    static TaskResult told(long id, TaskResult.End end, String text) {
        return new TaskResult(id, end, 0, text.getBytes(StandardCharsets.UTF_8));
    }
}
