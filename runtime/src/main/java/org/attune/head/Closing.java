package org.attune.head;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** Ends the cluster when a client asks for it: studies pause, then workers leave, then the head ends. Whoever asked is told what is waited for. */
final class Closing implements Answering {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SAY = Duration.ofSeconds(5);

    /** What is to be over before workers are sent home. */
    interface Work {
        /** @param now without waiting for trials to save */
        void end(boolean now);

        /** What is not over yet, for people. */
        List<String> left();
    }

    private final Roster roster;
    private final Work work;
    private final Runnable ended;

    /** @param ended what to do at the end, once */
    Closing(Roster roster, Work work, Runnable ended) {
        this.roster = roster;
        this.work = work;
        this.ended = ended;
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (!(question instanceof Question.Stop stop)) {
            return false;
        }
        work.end(stop.now());
        look(new Wait(asker, stop.now()));
        return true;
    }

    private void look(Wait wait) {
        List<String> left = work.left();
        if (left.isEmpty() && !wait.isSentHome) {
            wait.isSentHome = true;
            roster.sendHome("the cluster was stopped", wait.now);
        }
        if (left.isEmpty()) {
            left = roster.workers().stream().map(WorkerView::name).toList();
        }
        if (left.isEmpty()) {
            wait.asker.send(new ToClient.Done(wait.asker.id()));
            ended.run();
        } else {
            wait.say(left);
            roster.timer().after(LOOK, () -> look(wait));
        }
    }

    private final class Wait {
        private final Asker asker;
        private final boolean now;
        private long said = roster.timer().nanos();
        private boolean isSentHome;

        Wait(Asker asker, boolean now) {
            this.asker = asker;
            this.now = now;
        }

        void say(List<String> left) {
            if (roster.timer().nanos() - said > SAY.toNanos()) {
                said = roster.timer().nanos();
                String names = left.stream().collect(Collectors.joining(", "));
                asker.send(new ToClient.Part(asker.id(), Map.of("line", "Waiting for " + names + ".")));
            }
        }
    }
}
