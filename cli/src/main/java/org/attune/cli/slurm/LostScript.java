package org.attune.cli.slurm;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.attune.engine.slurm.HostList;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmFields;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.engine.slurm.SlurmProblem;

/** A batch job that has lost the node of its script, but not all nodes ({@code --no-kill}): Slurm lets it stand until its time limit, with nothing in it, unless somebody has it begun anew. */
public final class LostScript {
    /** Slurm gives a silent node up after five minutes, where it is not told otherwise. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int TURNS = 10;

    private final SlurmPlace place;
    private final SlurmCommands slurm;
    private final Consumer<String> say;

    /** What Slurm knows of the job. */
    enum Finding {
        /** Slurm has not given the node up, or not yet. */
        NOT_YET,
        LOST,
        /** It has another end. */
        ELSE
    }

    public LostScript(SlurmPlace place, SlurmCommands slurm, Consumer<String> say) {
        this.place = place;
        this.slurm = slurm;
        this.say = say;
    }

    /** @param first the node of the step's first task */
    static Finding of(SlurmFields job, String first) {
        Optional<String> script = job.text("BatchHost");
        if (!job.jobState().isRunning()
                || !script.equals(Optional.of(first))
                || !job.text("Requeue").equals(Optional.of("1"))) {
            return Finding.ELSE;
        }
        return HostList.parse(job.text("NodeList").orElse("")).contains(first) ? Finding.NOT_YET : Finding.LOST;
    }

    /** Tasks ask one after the other, each a minute later: mostly the first of them has it begun anew before others ask. */
    static Duration turn(int rank) {
        return PERIOD.multipliedBy(Math.min(Math.max(rank - 1, 0), TURNS));
    }

    /**
     * For a task whose first task is gone: waits until Slurm has given its node up, and has the job begun anew, which ends this process.
     *
     * @param isThere whether that node is known to be well by now
     */
    public void beginAnew(BooleanSupplier isThere) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        if (isThere.getAsBoolean()) {
            return;
        }
        TimeUnit.NANOSECONDS.sleep(turn(place.rank()).toNanos());
        try {
            while (isExpected() && !isThere.getAsBoolean() && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
            }
        } catch (IOException e) {
            say.accept("Whether the job has lost its script cannot be asked: " + e.getMessage());
        }
    }

    /** Whether it may still turn out so. */
    private boolean isExpected() throws IOException, InterruptedException {
        try {
            String job = Long.toString(place.job());
            Finding finding = slurm.one(job)
                    .map(fields -> of(fields, place.nodes().get(0)))
                    .orElse(Finding.ELSE);
            if (finding == Finding.LOST) {
                say.accept("The node of the job's script is lost: the job is to begin anew.");
                slurm.requeue(job);
            }
            return finding == Finding.NOT_YET;
        } catch (SlurmProblem e) {
            if (e.kind().isPassing()) {
                return true;
            }
            throw e;
        }
    }
}
