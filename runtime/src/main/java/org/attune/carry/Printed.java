package org.attune.carry;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.attune.trial.OutputLog;
import org.attune.trial.TailBuffer;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;

/**
 * What an attempt printed and the head has not taken: of the first {@link OutputLog#KEPT} bytes all, of those after them the last {@link OutputLog#TAIL}. Used under its owner's lock.
 */
final class Printed {
    /** Bytes that are sent at once. */
    static final int PIECE = 64 << 10;

    /** Bytes that may be under way. */
    private static final int WINDOW = 256 << 10;

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final int MOST_IN_VAIN = 60;

    private final AttemptKey key;
    private final TailBuffer tail = new TailBuffer(OutputLog.TAIL);
    private ByteArrayOutputStream first = new ByteArrayOutputStream();
    private long taken;
    private long sent;
    private int unanswered;
    private boolean full;
    private boolean ended;
    private boolean endSent;
    private long moved = System.nanoTime();
    private int inVain;

    Printed(AttemptKey key) {
        this.key = key;
    }

    void add(byte[] bytes) {
        int room = (int) Math.min(bytes.length, OutputLog.KEPT - firstEnd());
        first.write(bytes, 0, room);
        tail.add(bytes, room, bytes.length - room);
    }

    /** Whether nothing has come of what was sent. */
    boolean isStuck(long now) {
        return (unanswered > 0 || endSent) && now - moved > PATIENCE_NANOS;
    }

    /** Whether nobody will ever take it. */
    boolean isInVain() {
        return ended && ++inVain > MOST_IN_VAIN;
    }

    void end() {
        ended = true;
    }

    /** On a new link, all that was not taken is said again. */
    void again() {
        sent = taken;
        moved = System.nanoTime();
        unanswered = 0;
        full = false;
        endSent = false;
    }

    /** The head has all up to an offset; where that is less than it was sent, it takes no more but the end. */
    void taken(long offset) {
        inVain = 0;
        moved = System.nanoTime();
        unanswered = Math.max(0, unanswered - 1);
        int more = (int) Math.min(Math.max(0, offset - taken), first.size());
        if (more > 0) {
            byte[] rest = first.toByteArray();
            first = new ByteArrayOutputStream();
            first.write(rest, more, rest.length - more);
            taken += more;
        }
        sent = Math.max(sent, taken);
        full = unanswered == 0 && taken < sent;
    }

    /** What to send now. */
    Optional<ToHead.Output> next() {
        if (endSent) {
            return Optional.empty();
        } else if (sent < firstEnd() && !full) {
            int length = (int) Math.min(PIECE, firstEnd() - sent);
            if (sent + length - taken > WINDOW) {
                return Optional.empty();
            }
            ToHead.Output piece = new ToHead.Output(key, sent, slice(sent, sent + length), false);
            sent += length;
            moved = System.nanoTime();
            unanswered++;
            return Optional.of(piece);
        } else if (ended) {
            endSent = true;
            moved = System.nanoTime();
            return Optional.of(last());
        }
        return Optional.empty();
    }

    /** All that may be missing of the last bytes: what was sent may not have been taken. */
    private ToHead.Output last() {
        long total = firstEnd() + tail.total();
        byte[] late = tail.bytes();
        long from = Math.max(taken, total - OutputLog.TAIL);
        if (late.length < tail.total()) {
            return new ToHead.Output(key, total - late.length, late, true);
        }
        long begin = Math.min(from, firstEnd());
        byte[] early = slice(begin, firstEnd());
        byte[] bytes = Arrays.copyOf(early, early.length + late.length);
        System.arraycopy(late, 0, bytes, early.length, late.length);
        return new ToHead.Output(key, begin, bytes, true);
    }

    private long firstEnd() {
        return taken + first.size();
    }

    private byte[] slice(long from, long to) {
        return Arrays.copyOfRange(first.toByteArray(), (int) (from - taken), (int) (to - taken));
    }
}
