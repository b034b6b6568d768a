package org.attune.head.hosting;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.attune.background.Daemons;
import org.attune.head.Answering.Asker;
import org.attune.tuner.Troubles;
import org.attune.wire.ToClient;

/** The clients that follow a study, whom a thread of their own tells what there is to tell, so that none of them holds up a trial. Thread-safe. */
final class Audience {
    private static final long PERIOD_MILLIS = 100;

    private final ScheduledExecutorService feeding;
    private final Path results;
    private final Notices notices;
    private final List<Asker> early = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private Optional<LongSupplier> durable = Optional.empty();
    private IntSupplier slots = () -> 0;
    private int slotsTold;
    private String waits = "";
    private boolean isFeeding;
    private boolean hasBegun;
    private Optional<Ending> ending = Optional.empty();

    /** @param results the study's folder */
    Audience(String study, Path results, Clock clock) {
        this.results = results;
        this.notices = new Notices(clock);
        this.feeding = Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-follow-" + study));
    }

    /** Lets a client follow; not to be called after {@link #end}. */
    void add(Asker asker) {
        asker.onGone(() -> later(() -> drop(asker)));
        asker.onReady(() -> later(this::feed));
        later(() -> {
            notices.after(0, asker.id(), true).forEach(asker::send);
            early.add(asker);
            admit();
        });
    }

    /** The journal is there. {@code bytes}: how many of its bytes are durable. */
    void opened(LongSupplier bytes) {
        later(() -> {
            durable = Optional.of(bytes);
            admit();
        });
    }

    /** How many trials can run at once, whenever it is asked. */
    void slots(IntSupplier number) {
        later(() -> slots = number);
    }

    /** Its trials run. */
    void began() {
        later(() -> {
            hasBegun = true;
            followers.forEach(follower -> follower.tell(Map.of("began", true)));
        });
    }

    /** Tells those who are there. */
    void tell(Map<String, Object> part) {
        later(() -> followers.forEach(follower -> follower.tell(part)));
    }

    /** What it waits for, as long as it does; empty: it goes on. */
    void waits(String what) {
        later(() -> {
            waits = what;
            followers.forEach(follower -> follower.tell(Map.of("waits", what)));
        });
    }

    /** Tells those who are there, and those who come later. */
    void notice(String line) {
        later(() -> {
            long before = notices.count();
            notices.add(line);
            early.forEach(asker -> notices.after(before, asker.id(), false).forEach(asker::send));
            feed();
        });
    }

    /** Tells how it ended, once all events are told, and then is done. */
    void end(Ending how) {
        later(() -> {
            ending = Optional.of(how);
            early.forEach(asker -> how.messages(asker.id()).forEach(asker::send));
            early.clear();
            followers.forEach(
                    follower -> follower.end(how.messages(follower.asker().id())));
            feed();
        });
    }

    private void admit() {
        if (durable.isEmpty()) {
            return;
        }
        for (Asker asker : List.copyOf(early)) {
            try {
                followers.add(new Follower(asker, results, durable.get().getAsLong(), notices));
                early.remove(asker);
                Map<String, Object> where = new LinkedHashMap<>();
                where.put("results", results.toString());
                where.put("slots", slotsTold);
                where.put("waits", waits);
                if (hasBegun) {
                    where.put("began", true);
                }
                asker.send(new ToClient.Part(asker.id(), where));
            } catch (NoSuchFileException e) {
                // The study was over before it began: its end is told in a moment.
                continue;
            } catch (IOException e) {
                early.remove(asker);
                refuse(asker, e);
            }
        }
        feed();
    }

    private void feed() {
        int now = slots.getAsInt();
        if (now != slotsTold) {
            slotsTold = now;
            followers.forEach(follower -> follower.tell(Map.of("slots", now)));
        }
        for (Follower follower : List.copyOf(followers)) {
            try {
                follower.feed(durable.orElseThrow().getAsLong());
            } catch (IOException e) {
                refuse(follower.asker(), e);
                drop(follower.asker());
            }
            if (follower.isOver()) {
                drop(follower.asker());
            }
        }
        if (!followers.isEmpty() && !isFeeding) {
            isFeeding = true;
            feeding.schedule(
                    () -> {
                        isFeeding = false;
                        feed();
                    },
                    PERIOD_MILLIS,
                    TimeUnit.MILLISECONDS);
        } else if (followers.isEmpty() && ending.isPresent()) {
            feeding.shutdown();
        }
    }

    private static void refuse(Asker asker, IOException problem) {
        asker.send(new ToClient.Failed(
                asker.id(), "the study goes on, but cannot be followed: " + Troubles.text(problem)));
    }

    private void drop(Asker asker) {
        early.remove(asker);
        for (Follower follower : List.copyOf(followers)) {
            if (follower.asker() == asker) {
                followers.remove(follower);
                try {
                    follower.close();
                } catch (IOException e) {
                    // It was only read.
                    continue;
                }
            }
        }
    }

    private void later(Runnable task) {
        try {
            feeding.execute(task);
        } catch (RejectedExecutionException e) {
            // All was told to all.
            return;
        }
    }
}
