package org.attune.engine.slurm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;

/** When the allocation ends in which this process is: what the job's environment says, and else what Slurm answers when it is asked once. Of an allocation that only a shell elsewhere holds, nothing here ends with it. */
public final class AllocationEnd {
    /** Seconds since 1970, exported by the script of a job whose nodes cannot ask Slurm. */
    public static final String VARIABLE = "ATTUNE_ALLOCATION_END";

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SlurmPlace place;
    private final SlurmCommands slurm;

    private AllocationEnd(SlurmPlace place, SlurmCommands slurm) {
        this.place = place;
        this.slurm = slurm;
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

    private static final class Here {
        private static final CompletableFuture<Instant> END = of(System.getenv());
    }

    /** {@link #of} this process: Slurm is asked once, however many want to know. */
    public static CompletableFuture<Instant> here() {
        return Here.END.copy();
    }

    /** Completes when it is known, and never if it is not: nothing waits for it. */
    public static CompletableFuture<Instant> of(Map<String, String> environment) {
        return of(environment, SlurmCommands.here());
    }

    static CompletableFuture<Instant> of(Map<String, String> environment, SlurmCommands slurm) {
        Optional<SlurmPlace> place = SlurmPlace.of(environment).filter(one -> one.part() != SlurmPlace.Part.HOLDER);
        if (place.isEmpty()) {
            return new CompletableFuture<>();
        } else if (place.get().until().isPresent()) {
            return CompletableFuture.completedFuture(place.get().until().get());
        }
        CompletableFuture<Instant> end = new CompletableFuture<>();
        AllocationEnd asked = new AllocationEnd(place.get(), slurm);
        Daemons.thread("attune-allocation-end", () -> asked.ask(end)).start();
        return end;
    }

    private void ask(CompletableFuture<Instant> end) {
        try {
            for (int i = 0; i < TRIES; i++) {
                try {
                    slurm.one(Long.toString(place.job()))
                            .flatMap(fields -> fields.text("EndTime"))
                            .flatMap(SlurmWords::time)
                            .ifPresent(end::complete);
                    return;
                } catch (IOException e) {
                    // A controller that is busy may answer later; where there are no commands, nobody will.
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
