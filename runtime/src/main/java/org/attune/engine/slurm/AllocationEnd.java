package org.attune.engine.slurm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.attune.background.Daemons;
import org.attune.text.Durations;

/**
 * When the allocation ends in which this process is: what its script says; else what Slurm says, which is asked again
 * now and then, as the limit of a job can be changed while it runs. Of an allocation that only a shell elsewhere
 * holds, nothing here ends with it. Thread-safe.
 */
public final class AllocationEnd {
    /** Seconds since 1970, exported by the script of a job whose nodes cannot ask Slurm. */
    public static final String VARIABLE = "ATTUNE_ALLOCATION_END";

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final List<Listener> listeners = new ArrayList<>();
    private Optional<Instant> known = Optional.empty();

    /** Is told the end, and each other end that it comes to have. */
    @FunctionalInterface
    public interface Listener {
        /** {@code news}: for people, of an end that was changed; empty where there is nothing to say. */
        void ends(Instant at, String news);
    }

    private AllocationEnd() {}

    /** Of what does not end with any allocation. */
    public static AllocationEnd none() {
        return new AllocationEnd();
    }

    private static final class Here {
        private static final AllocationEnd END = of(System.getenv(), SlurmCommands.here(), EndLooks::next);
    }

    /** That of this process: however many want to know, Slurm is asked for one. Nothing waits for it: it is told when it is known, and never if it is not. */
    public static AllocationEnd here() {
        return Here.END;
    }

    static AllocationEnd of(
            Map<String, String> environment, SlurmCommands slurm, UnaryOperator<Optional<Duration>> looks) {
        AllocationEnd end = new AllocationEnd();
        Optional<SlurmPlace> place = SlurmPlace.of(environment).filter(one -> one.part() != SlurmPlace.Part.HOLDER);
        place.flatMap(SlurmPlace::until).ifPresent(end::is);
        // Who sets the variable says when, whatever Slurm does.
        if (place.isPresent() && !environment.containsKey(VARIABLE)) {
            long job = place.get().job();
            Daemons.thread("attune-allocation-end", () -> end.watch(job, slurm, looks))
                    .start();
        }
        return end;
    }

    /**
     * A line of a job's script for bash, which exports {@link #VARIABLE} unless something else tells.
     *
     * @param limit of the job
     * @param otherwise commands: if one of them succeeds, another will tell
     */
    public static String line(Duration limit, String... otherwise) {
        return "[ -n \"${" + VARIABLE + "-}${SLURM_JOB_END_TIME-}\" ] || "
                + String.join(
                        "",
                        List.of(otherwise).stream()
                                .map(command -> command + " || ")
                                .toList())
                + "export " + VARIABLE + "=$(($(date +%s) - SECONDS + "
                + whole(limit).toSeconds() + "))";
    }

    /** Slurm counts in minutes, and rounds up. */
    public static Duration whole(Duration limit) {
        return Duration.ofMinutes(limit.plusSeconds(59).toMinutes());
    }

    /** An environment that does not tell it. */
    public static Map<String, String> withoutEnd(Map<String, String> environment) {
        Map<String, String> without = new HashMap<>(environment);
        without.keySet().removeAll(List.of(VARIABLE, SlurmPlace.END_TIME));
        return without;
    }

    /** At once if it is known. A listener must not wait for anything. */
    public synchronized void tell(Listener listener) {
        listeners.add(listener);
        known.ifPresent(at -> listener.ends(at, ""));
    }

    public synchronized void forget(Listener listener) {
        listeners.remove(listener);
    }

    private synchronized void is(Instant at) {
        if (!known.equals(Optional.of(at))) {
            String news = known.map(before -> news(before, at)).orElse("");
            known = Optional.of(at);
            listeners.forEach(listener -> listener.ends(at, news));
        }
    }

    private static String news(Instant before, Instant now) {
        Duration later = Duration.between(before, now);
        return later.abs().compareTo(Duration.ofMinutes(1)) < 0
                ? ""
                : "The limit of this job was changed: it ends at " + CLOCK.format(now.atZone(ZoneId.systemDefault()))
                        + " now, " + Durations.text(later.abs()) + (later.isNegative() ? " sooner." : " later.");
    }

    private synchronized Optional<Duration> left() {
        return known.map(at -> Duration.between(Instant.now(), at));
    }

    private void watch(long job, SlurmCommands slurm, UnaryOperator<Optional<Duration>> looks) {
        Backoff failing = new Backoff(FIRST_PAUSE, EndLooks.MOST, job, 0);
        Optional<Duration> pause = left().isPresent() ? looks.apply(left()) : Optional.of(Duration.ZERO);
        try {
            while (pause.isPresent()) {
                TimeUnit.NANOSECONDS.sleep(pause.get().toNanos());
                try {
                    slurm.one(Long.toString(job))
                            .flatMap(fields -> fields.text("EndTime"))
                            .flatMap(SlurmWords::time)
                            .ifPresent(this::is);
                    failing = failing.succeeded();
                    pause = looks.apply(left());
                } catch (SlurmProblem e) {
                    // A controller that is busy may answer later; where there are no commands, nobody will.
                    failing = failing.failed();
                    pause = Optional.of(failing.pause()).filter(any -> e.kind() != SlurmProblem.Kind.ABSENT);
                }
            }
        } catch (IOException e) {
            // What is known has to do.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
