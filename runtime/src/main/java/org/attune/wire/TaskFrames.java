package org.attune.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tasks and results packed into bytes: a head that passes on some hundred thousand a second has no time to build a tree of each message. */
public final class TaskFrames {
    /** Bytes of a part of a large body. */
    public static final int PART = 256 * 1024;

    /** How many bytes of a body may be under way. */
    public static final int AHEAD = 8 * PART;

    /** A body larger than this goes in parts, or is stored. */
    public static final int LARGE = PART;

    private static final TaskResult.End[] ENDS = TaskResult.End.values();
    private static final int TASK = Long.BYTES + Integer.BYTES;
    private static final int RESULT = Long.BYTES + 1 + Long.BYTES + Integer.BYTES;

    private TaskFrames() {}

    public static byte[] packTasks(List<Task> tasks) {
        int size = 0;
        for (Task task : tasks) {
            size += TASK + length(task.body());
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (Task task : tasks) {
            buffer.putLong(task.id());
            put(buffer, task.body());
        }
        return buffer.array();
    }

    /** @throws IllegalArgumentException if the bytes are no tasks */
    public static List<Task> tasks(byte[] packed) {
        List<Task> tasks = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        while (buffer.hasRemaining()) {
            need(buffer, TASK);
            tasks.add(new Task(buffer.getLong(), body(buffer)));
        }
        return tasks;
    }

    public static byte[] packResults(List<TaskResult> results) {
        int size = 0;
        for (TaskResult result : results) {
            size += RESULT + length(result.body());
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (TaskResult result : results) {
            buffer.putLong(result.id());
            buffer.put((byte) result.end().ordinal());
            buffer.putLong(result.micros());
            put(buffer, result.body());
        }
        return buffer.array();
    }

    /** @throws IllegalArgumentException if the bytes are no results */
    public static List<TaskResult> results(byte[] packed) {
        List<TaskResult> results = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        while (buffer.hasRemaining()) {
            need(buffer, RESULT);
            results.add(new TaskResult(buffer.getLong(), end(buffer.get()), buffer.getLong(), body(buffer)));
        }
        return results;
    }

    private static TaskResult.End end(byte ordinal) {
        if (ordinal < 0 || ordinal >= ENDS.length) {
            throw new IllegalArgumentException("no task ends with " + ordinal);
        }
        return ENDS[ordinal];
    }

    private static int length(byte[] body) {
        return body == null ? 0 : body.length;
    }

    private static void put(ByteBuffer buffer, byte[] body) {
        buffer.putInt(body == null ? -1 : body.length);
        if (body != null) {
            buffer.put(body);
        }
    }

    private static byte[] body(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0) {
            return null;
        }
        need(buffer, length);
        byte[] body = new byte[length];
        buffer.get(body);
        return body;
    }

    private static void need(ByteBuffer buffer, int bytes) {
        if (buffer.remaining() < bytes) {
            throw new IllegalArgumentException("the message ends in the middle of a task");
        }
    }
}
