package org.attune.head;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** Ends the cluster when a client asks for it: studies pause, then workers leave, then the head ends. Whoever asked is told what is waited for. */
final class Closing implements Answering {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SAY = Duration.ofSeconds(5);

    private final Roster roster;
    private final Function<Boolean, CompletableFuture<Void>> pause;
    private final Runnable ended;

    /**
     * @param pause pauses all studies, without waiting for trials to save if it is told so
     * @param ended what to do at the end
     */
    Closing(Roster roster, Function<Boolean, CompletableFuture<Void>> pause, Runnable ended) {
        this.roster = roster;
        this.pause = pause;
        this.ended = ended;
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (!(question instanceof Question.Stop stop)) {
            return false;
        }
        new Wait(asker, stop.now(), pause.apply(stop.now())).look();
        return true;
    }

    private final class Wait {
        private final Asker asker;
        private final boolean now;
        private final CompletableFuture<Void> paused;
        private long said = roster.timer().nanos();
        private boolean isSentHome;

        Wait(Asker asker, boolean now, CompletableFuture<Void> paused) {
            this.asker = asker;
            this.now = now;
            this.paused = paused;
        }

        void look() {
            if (!paused.isDone()) {
                again("for trials to " + (now ? "end" : "save; 'attune cluster stop --now' ends them at once"));
                return;
            }
            if (!isSentHome) {
                isSentHome = true;
                roster.sendHome("the cluster was stopped", now);
            }
            List<String> left = roster.workers().stream().map(WorkerView::name).toList();
            if (left.isEmpty()) {
                asker.send(new ToClient.Done(asker.id()));
                ended.run();
            } else {
                again("for " + left.stream().collect(Collectors.joining(", ")) + " to leave");
            }
        }

        private void again(String what) {
            if (roster.timer().nanos() - said > SAY.toNanos()) {
                said = roster.timer().nanos();
                asker.send(new ToClient.Part(asker.id(), Map.of("line", "Waiting " + what + ".")));
            }
            roster.timer().after(LOOK, this::look);
        }
    }
}
