package org.attune.head.hosting;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.attune.wire.ToClient;

/** What people should know of a study beside its events: the last of it is kept for those who come later. One thread uses it at a time. */
final class Notices {
    private static final int KEPT = 100;

    private record Notice(long number, Instant time, String line) {}

    private final String series = UUID.randomUUID().toString();
    private final Clock clock;
    private final Deque<Notice> last = new ArrayDeque<>();
    private long count;

    Notices(Clock clock) {
        this.clock = clock;
    }

    void add(String line) {
        last.add(new Notice(++count, clock.instant().truncatedTo(ChronoUnit.SECONDS), line));
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    /** How many there were. */
    long count() {
        return count;
    }

    /**
     * Those that are kept, but for the first ones.
     *
     * @param first how many
     * @param isLate whether they are told long after they were true
     */
    List<ToClient> after(long first, long id, boolean isLate) {
        return last.stream()
                .filter(notice -> notice.number() > first)
                .<ToClient>map(notice -> new ToClient.Part(
                        id,
                        Map.of(
                                "line",
                                isLate ? notice.time() + ": " + notice.line() : notice.line(),
                                "series",
                                series,
                                "number",
                                notice.number())))
                .toList();
    }
}
