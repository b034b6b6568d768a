package org.attune.cli.slurm.chain;

import java.time.Duration;
import java.util.List;
import org.attune.spec.SlurmTimes;

/** What {@code sbatch} is told for an allocation that follows another. */
public final class Following {
    private Following() {}

    /** After its end, however that comes: one that is begun anew has not ended. */
    public static List<String> options(long job, Duration limit) {
        return List.of("--dependency=afterany:" + job, "--time=" + SlurmTimes.write(limit));
    }
}
