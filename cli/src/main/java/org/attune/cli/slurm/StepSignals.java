package org.attune.cli.slurm;

import java.util.Map;
import org.attune.engine.slurm.SlurmPlace;

/** What a signal to this process says where it is in a job of Slurm. */
public final class StepSignals {
    private StepSignals() {}

    /**
     * Whether trials are to be asked to save at once, and not at their next report: Slurm sends its signals to all processes of a job's step, trials too, and kills what is left soon after.
     *
     * @param keyboard whether it was Ctrl-C's; {@code srun} sends that to all processes as well, unless it has a session of its own
     */
    public static boolean areSlurms(Map<String, String> environment, boolean keyboard) {
        return SlurmPlace.of(environment)
                .filter(place -> !keyboard || place.part() == SlurmPlace.Part.TASK && !StepOrders.areGiven(environment))
                .isPresent();
    }
}
