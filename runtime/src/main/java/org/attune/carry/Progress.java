package org.attune.carry;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.attune.machine.Sizes;

/** Says how far something is that takes long, every few seconds. */
final class Progress implements LongConsumer {
    private static final long PERIOD_NANOS = 5_000_000_000L;

    private final String what;
    private final long size;
    private final Consumer<String> lines;
    private long next = System.nanoTime() + PERIOD_NANOS;

    /** @param size bytes in all; 0 if that is not known */
    Progress(String what, long size, Consumer<String> lines) {
        this.what = what;
        this.size = size;
        this.lines = lines;
    }

    @Override
    public void accept(long done) {
        long now = System.nanoTime();
        if (now - next > 0) {
            next = now + PERIOD_NANOS;
            lines.accept(what + ": " + Sizes.text(done) + (size == 0 ? "" : " of " + Sizes.text(size)));
        }
    }
}
