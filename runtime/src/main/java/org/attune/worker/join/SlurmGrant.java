package org.attune.worker.join;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.attune.machine.Bound;
import org.attune.machine.Cpus;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;

/** Lowers what a machine has to what a Slurm job was given of it, where the job's variables say so. A variable never adds anything. */
final class SlurmGrant {
    private static final long MEBIBYTE = 1 << 20;
    private static final List<String> VISIBLE =
            List.of("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES");
    private static final List<String> GIVEN = List.of("SLURM_STEP_GPUS", "SLURM_JOB_GPUS");

    private final Map<String, String> environment;

    SlurmGrant(Map<String, String> environment) {
        this.environment = environment;
    }

    Machine of(Machine machine) {
        if (!isInJob()) {
            return machine;
        }
        return new Machine(
                cpus(machine.cpus()),
                gpus(machine.gpus()),
                memory(machine),
                machine.addressSpace(),
                machine.openFiles(),
                machine.processes());
    }

    /** When the job ends. */
    Optional<Instant> until() {
        OptionalLong seconds = isInJob() ? number("SLURM_JOB_END_TIME") : OptionalLong.empty();
        return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    private boolean isInJob() {
        return environment.containsKey("SLURM_JOB_ID");
    }

    private Cpus cpus(Cpus cpus) {
        String name = cpuVariable();
        OptionalLong most = number(name);
        if (most.isEmpty() || most.getAsLong() < 1 || most.getAsLong() >= cpus.count()) {
            return cpus;
        }
        return new Cpus(cpus.cores(), most.getAsLong(), cpus.online(), "by " + name);
    }

    /** A script that was submitted has all of its node; what {@code srun} started has what is for one task. */
    private String cpuVariable() {
        boolean isTask = environment.containsKey("SLURM_STEP_ID")
                && number("SLURM_CPUS_PER_TASK").isPresent();
        return isTask ? "SLURM_CPUS_PER_TASK" : "SLURM_CPUS_ON_NODE";
    }

    private Bound memory(Machine machine) {
        Bound memory = machine.memory();
        OptionalLong node = number("SLURM_MEM_PER_NODE");
        OptionalLong each = number("SLURM_MEM_PER_CPU");
        OptionalLong cpus = number(cpuVariable());
        if (node.isPresent() && node.getAsLong() > 0) {
            return least(memory, node.getAsLong() * MEBIBYTE, "by SLURM_MEM_PER_NODE");
        } else if (each.isPresent() && each.getAsLong() > 0 && cpus.isPresent()) {
            return least(memory, each.getAsLong() * cpus.getAsLong() * MEBIBYTE, "by SLURM_MEM_PER_CPU");
        }
        return memory;
    }

    private static Bound least(Bound bound, long most, String source) {
        return most > 0 && most < bound.most() ? new Bound(most, source) : bound;
    }

    /** Where the devices that a job was not given are not hidden from it, a driver's tool lists all of the machine. */
    private Gpus gpus(Gpus gpus) {
        if (VISIBLE.stream().anyMatch(environment::containsKey)) {
            return gpus;
        }
        Optional<String> name = GIVEN.stream().filter(environment::containsKey).findFirst();
        if (name.isEmpty()) {
            return gpus.ids().isEmpty()
                    ? gpus
                    : new Gpus(gpus.vendor(), List.of(), "of Slurm's job, which asked for none");
        }
        List<String> given = listed(environment.get(name.get()));
        if (given.size() >= gpus.ids().size()) {
            return gpus;
        }
        List<String> known = given.stream().filter(gpus.ids()::contains).toList();
        List<String> ids = known.size() == given.size() ? known : gpus.ids().subList(0, given.size());
        return new Gpus(gpus.vendor(), ids, "by " + name.get());
    }

    /** Of {@code 0,2-3}. */
    private static List<String> listed(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> part.matches("\\d{1,4}(-\\d{1,4})?"))
                .flatMap(SlurmGrant::range)
                .toList();
    }

    private static Stream<String> range(String part) {
        String[] ends = part.split("-");
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return Stream.iterate(first, id -> id <= last, id -> id + 1).map(Object::toString);
    }

    private OptionalLong number(String name) {
        String value = environment.getOrDefault(name, "");
        return value.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
