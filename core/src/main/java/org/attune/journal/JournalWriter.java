package org.attune.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.study.Event;

/**
 * Appends events. One thread writes: while it waits for the disk the next batch gathers, and each batch costs one write and one sync, so many
 * events a second are durable although a sync takes milliseconds.
 *
 * <p>A failed write or sync is final, since nobody knows then what is on the disk: nothing is written or acknowledged after it. Thread-safe.
 */
final class JournalWriter implements AutoCloseable {
    /** Checks, after a batch is durable and before it is acknowledged, that it counts. */
    interface Guard {
        void check() throws IOException;
    }

    /** {@code seq}: of its first event. */
    private record Item(long seq, List<byte[]> bodies, Runnable durable) {}

    private static final int CAPACITY = 4096;
    private static final long COMPANY_MILLIS = 500;
    private static final int BATCH_BYTES = 4 << 20;
    private static final Item LAST = new Item(Long.MAX_VALUE, List.of(), () -> {});

    private final Path file;
    private final FileChannel channel;
    private final DiskWatch disk;
    private final Guard guard;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
    /** What nobody waits for; guarded by its own lock, since the writer must not wait for those who wait for room. */
    private final List<Item> held = new ArrayList<>();

    private final List<Consumer<JournalException>> listeners = new ArrayList<>();
    private final Thread thread = Daemons.thread("attune-journal", this::run);
    private long durable;
    private volatile long acknowledged;
    private long lastSeq;
    private boolean closed;
    private volatile JournalException failure;

    /**
     * @param file its name
     * @param channel stands at its end, of which all is durable
     * @param lastSeq number of the last event
     */
    JournalWriter(Path file, FileChannel channel, long lastSeq, DiskWatch disk, Guard guard) throws IOException {
        this.file = file;
        this.channel = channel;
        this.disk = disk;
        this.durable = channel.position();
        this.acknowledged = durable;
        this.lastSeq = lastSeq;
        this.guard = guard;
        thread.start();
    }

    /** See {@link Journal#append}; {@code whenDurable} may be null. */
    synchronized List<JournalEntry> append(Instant time, List<? extends Event> events, Runnable whenDurable) {
        if (closed) {
            throw new IllegalStateException("the journal is closed.");
        }
        throwFailure();
        List<JournalEntry> entries = new ArrayList<>(events.size());
        List<byte[]> bodies = new ArrayList<>(events.size());
        for (Event event : events) {
            JournalEntry entry = new JournalEntry(lastSeq + entries.size() + 1, time, event);
            entries.add(entry);
            bodies.add(EventCodec.body(entry));
        }
        long first = lastSeq + 1;
        lastSeq += entries.size();
        if (whenDurable == null) {
            hold(new Item(first, bodies, () -> {}));
        } else {
            release();
            put(new Item(first, bodies, whenDurable));
        }
        throwFailure();
        return entries;
    }

    /** See {@link Journal#onFailure}. */
    void onFailure(Consumer<JournalException> listener) {
        synchronized (listeners) {
            if (failure == null) {
                listeners.add(listener);
                return;
            }
        }
        listener.accept(failure);
    }

    /** See {@link Journal#durable}. */
    long durable() {
        return acknowledged;
    }

    /** Writes what was appended, then ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                release();
                put(LAST);
            }
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void hold(Item item) {
        synchronized (held) {
            held.add(item);
        }
    }

    private List<Item> takeHeld() {
        synchronized (held) {
            List<Item> taken = List.copyOf(held);
            held.clear();
            return taken;
        }
    }

    /** Puts what is held before what is appended now. */
    private void release() {
        takeHeld().forEach(this::put);
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for room. The writer makes some even when it fails, so an interrupt need not break this off, and no event is half in. */
    private void put(Item item) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(item);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Item> batch = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try {
            boolean last = false;
            while (!last) {
                gather(batch);
                last = batch.contains(LAST);
                commit(batch, bytes);
                batch.clear();
            }
        } catch (JournalException e) {
            fail(e);
        } catch (IOException e) {
            fail(new JournalFailedException(file, e));
        } catch (InterruptedException | RuntimeException | Error e) {
            fail(new JournalFailedException(file, e));
        }
    }

    /** What nobody waits for is not worth a sync of its own, nor to wake anybody: it goes with the next that somebody does, unless none comes soon. */
    private void gather(List<Item> batch) throws InterruptedException {
        Item first = queue.poll(COMPANY_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch);
        } else {
            // Earlier ones may just have been put into the queue.
            batch.addAll(takeHeld());
            queue.drainTo(batch);
            batch.sort(Comparator.comparingLong(Item::seq));
        }
    }

    private void commit(List<Item> batch, ByteArrayOutputStream bytes) throws IOException {
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            for (byte[] body : batch.get(i).bodies()) {
                EventCodec.seal(body, bytes.size() == 0 ? durable : -1, bytes);
            }
            if (bytes.size() >= BATCH_BYTES || i == batch.size() - 1) {
                acknowledged = disk.during(() -> write(bytes));
                for (Item item : batch.subList(from, i + 1)) {
                    item.durable().run();
                }
                from = i + 1;
            }
        }
    }

    private long write(ByteArrayOutputStream bytes) throws IOException {
        if (bytes.size() > 0) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            bytes.reset();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
            durable = channel.position();
        }
        guard.check();
        return durable;
    }

    private void fail(JournalException reason) {
        List<Consumer<JournalException>> told;
        synchronized (listeners) {
            failure = reason;
            told = List.copyOf(listeners);
        }
        queue.clear();
        told.forEach(listener -> listener.accept(reason));
    }
}
