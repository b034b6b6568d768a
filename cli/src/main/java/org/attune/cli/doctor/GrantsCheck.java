package org.attune.cli.doctor;

import java.time.Duration;
import java.util.List;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.machine.Bound;
import org.attune.machine.CpuList;
import org.attune.machine.Cpus;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.machine.Sizes;

/** CPUs, memory and GPUs as this process was granted them, and by what. */
final class GrantsCheck implements Check {
    private static final long LITTLE = 1_000_000_000L;

    @Override
    public String what() {
        return "resources";
    }

    /** Drivers' tools may take long, three of them. */
    @Override
    public Duration limit() {
        return Duration.ofSeconds(75);
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        return judge(new SlurmGrant(here.environment()).of(Machine.here(here.environment(), true)), here);
    }

    List<Finding> judge(Machine machine, Surroundings here) {
        return List.of(cpus(machine.cpus()), memory(machine.memory()), gpus(machine.gpus(), here));
    }

    private static Finding cpus(Cpus cpus) {
        String text = cpus.text() + ": " + CpuList.text(cpus.ids());
        return cpus.count() < 1
                ? Finding.yellow(
                        "CPUs",
                        text + ": less than one, so that even one trial is slow",
                        "Ask for more where the quota is given (of a container: --cpus).")
                : Finding.green("CPUs", text);
    }

    private static Finding memory(Bound memory) {
        if (!memory.isLimit()) {
            return Finding.yellow("memory", "its size is unknown", "Say it where a worker is started: --memory 16GB.");
        }
        String text = Sizes.text(memory.most()) + " " + memory.source();
        return memory.most() < LITTLE
                ? Finding.yellow("memory", text + ": Attune itself takes 0.2 GB of it", "Ask for more (sbatch --mem).")
                : Finding.green("memory", text);
    }

    private static Finding gpus(Gpus gpus, Surroundings here) {
        String named = here.variable("CUDA_VISIBLE_DEVICES");
        if (!gpus.ids().isEmpty()) {
            long asked = named.chars().filter(c -> c == ',').count() + 1;
            return gpus.source().equals("by CUDA_VISIBLE_DEVICES")
                            && asked > gpus.ids().size()
                    ? Finding.yellow(
                            "GPUs",
                            "of CUDA_VISIBLE_DEVICES=" + named + " only " + String.join(",", gpus.ids())
                                    + " are devices: the driver stops reading at the first that is none",
                            "Mend the variable, or unset it.")
                    : Finding.green("GPUs", gpus.text() + ": " + String.join(",", gpus.ids()));
        } else if (gpus.source().equals("by the drivers' tools")) {
            return Finding.yellow(
                    "GPUs",
                    "there is a driver's tool, but it lists no device",
                    "See what 'nvidia-smi', or 'amd-smi list', says: the driver may not run. Without a GPU in this machine it is no harm.");
        } else if (gpus.source().startsWith("by ")) {
            return Finding.yellow(
                    "GPUs",
                    "none " + gpus.source()
                            + (named.isBlank() ? ", which is set and empty: it hides all" : "=" + named),
                    "Unset it if trials are to have GPUs; in a job ask for them (--gpus-per-node, --gres).");
        }
        return Finding.green("GPUs", "none " + gpus.source());
    }
}
