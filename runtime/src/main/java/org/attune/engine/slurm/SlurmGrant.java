package org.attune.engine.slurm;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.attune.machine.Bound;
import org.attune.machine.CpuList;
import org.attune.machine.Cpus;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;

/**
 * What of a machine a Slurm job was given: the part of this task, where its step has several on the machine. A
 * variable never adds devices or memory, nor CPUs to a process that was bound to certain ones or has a quota; but
 * where neither is, Slurm's number of CPUs stands, also above that of the machine: who runs Slurm may have told it to
 * give each of them more than once.
 */
public final class SlurmGrant {
    private static final long MEBIBYTE = 1 << 20;
    private static final List<String> VISIBLE =
            List.of("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES");
    private static final List<String> GIVEN = List.of("SLURM_STEP_GPUS", "SLURM_JOB_GPUS");

    private final SlurmVariables variables;
    private final Optional<SlurmPlace> place;

    public SlurmGrant(Map<String, String> environment) {
        this.variables = new SlurmVariables(environment);
        this.place = SlurmPlace.of(environment);
    }

    /** This machine, or what of it the job was given that this process is in. {@code withGpus}: as in {@link Machine#here}. */
    public static Machine here(Map<String, String> environment, boolean withGpus) {
        return new SlurmGrant(environment).of(Machine.here(environment, withGpus));
    }

    public Machine of(Machine machine) {
        if (place.isEmpty()) {
            return machine;
        }
        Gpus gpus = gpus(machine.gpus());
        return new Machine(
                cpus(machine.cpus()),
                gpus,
                memory(machine.memory(), gpus.ids().size()),
                machine.addressSpace(),
                machine.openFiles(),
                machine.processes());
    }

    /** When the job ends, where its script or Slurm says so. */
    public Optional<Instant> until() {
        return place.flatMap(SlurmPlace::until);
    }

    /** For people, where that comes from. */
    public String untilSource() {
        return variables.number(AllocationEnd.VARIABLE).isPresent()
                ? "by " + AllocationEnd.VARIABLE
                : "by SLURM_JOB_END_TIME";
    }

    private record Given(long cpus, String source) {}

    private Cpus cpus(Cpus cpus) {
        Optional<Given> given = cpusGiven();
        boolean isBound = cpus.areChosen() || cpus.count() < cpus.ids().size();
        if (given.isEmpty()
                || given.get().cpus() == cpus.count()
                || isBound && given.get().cpus() > cpus.count()) {
            return cpus;
        }
        return new Cpus(
                cpus.cores(), given.get().cpus(), cpus.online(), given.get().source());
    }

    /** A script that was submitted has all of its node. A task has its own CPUs, but the number may be left over from the job, whose steps may have less. */
    private Optional<Given> cpusGiven() {
        OptionalLong node = positive("SLURM_CPUS_ON_NODE");
        OptionalLong task = isTask() ? positive("SLURM_CPUS_PER_TASK") : OptionalLong.empty();
        if (task.isPresent() && (node.isEmpty() || task.getAsLong() <= part(node.getAsLong()))) {
            return Optional.of(new Given(task.getAsLong(), "by SLURM_CPUS_PER_TASK"));
        }
        return node.isEmpty()
                ? Optional.empty()
                : Optional.of(new Given(Math.max(1, part(node.getAsLong())), "by SLURM_CPUS_ON_NODE" + ofTasks()));
    }

    private Bound memory(Bound memory, int gpus) {
        OptionalLong node = positive(ofGroup("SLURM_MEM_PER_NODE"));
        OptionalLong cpu = positive(ofGroup("SLURM_MEM_PER_CPU"));
        OptionalLong gpu = positive("SLURM_MEM_PER_GPU");
        Optional<Given> cpus = cpusGiven();
        if (node.isPresent()) {
            long most = node.getAsLong() * MEBIBYTE / tasksHere();
            return least(memory, most, "by SLURM_MEM_PER_NODE" + ofTasks());
        } else if (cpu.isPresent() && cpus.isPresent()) {
            return least(memory, cpu.getAsLong() * cpus.get().cpus() * MEBIBYTE, "by SLURM_MEM_PER_CPU");
        } else if (gpu.isPresent() && gpus > 0) {
            return least(memory, gpu.getAsLong() * gpus * MEBIBYTE, "by SLURM_MEM_PER_GPU");
        }
        return memory.isLimit() ? least(memory, memory.most() / tasksHere(), memory.source() + ofTasks()) : memory;
    }

    /** Of a job of several different parts all tasks see the first part's, and each part's by its number. */
    private String ofGroup(String name) {
        String node = variables.text("SLURMD_NODENAME").orElse("");
        for (int group = 0; variables.has("SLURM_JOB_NODELIST_HET_GROUP_" + group); group++) {
            String nodes =
                    variables.text("SLURM_JOB_NODELIST_HET_GROUP_" + group).orElse("");
            if (HostList.parse(nodes).contains(node)) {
                return name + "_HET_GROUP_" + group;
            }
        }
        return name;
    }

    private static Bound least(Bound bound, long most, String source) {
        return most < bound.most() ? new Bound(most, source) : bound;
    }

    /** Where the devices that a job was not given are not hidden from it, a driver's tool lists all of the machine. */
    private Gpus gpus(Gpus gpus) {
        Optional<String> name = GIVEN.stream().filter(variables::has).findFirst();
        List<String> given =
                name.map(it -> listed(variables.text(it).orElse(""))).orElse(List.of());
        if (VISIBLE.stream().anyMatch(variables::has)) {
            return isOfAllTasks(gpus) ? parted(gpus) : gpus;
        } else if (name.isEmpty()) {
            return gpus.ids().isEmpty()
                    ? gpus
                    : new Gpus(gpus.vendor(), List.of(), "of Slurm's job, which asked for none");
        } else if (given.size() >= gpus.ids().size()) {
            return parted(gpus);
        }
        List<String> known = given.stream().filter(gpus.ids()::contains).toList();
        List<String> ids = known.size() == given.size() ? known : gpus.ids().subList(0, given.size());
        return parted(new Gpus(gpus.vendor(), ids, "by " + name.get()));
    }

    /** A task that was given devices of its own sees fewer than its step has here. */
    private boolean isOfAllTasks(Gpus gpus) {
        OptionalLong here = positive("SLURM_GPUS_ON_NODE");
        return here.isPresent() && gpus.ids().size() >= here.getAsLong();
    }

    private Gpus parted(Gpus gpus) {
        if (tasksHere() == 1 || gpus.ids().isEmpty()) {
            return gpus;
        }
        int first = 0;
        for (int rank = 0; rank < rankHere(); rank++) {
            first += (int) part(gpus.ids().size(), rank);
        }
        int last = first + (int) part(gpus.ids().size());
        return new Gpus(gpus.vendor(), gpus.ids().subList(first, last), gpus.source() + ofTasks());
    }

    private boolean isTask() {
        return place.filter(it -> it.part() == SlurmPlace.Part.TASK).isPresent();
    }

    private int tasksHere() {
        return place.map(SlurmPlace::tasksHere).orElse(1);
    }

    private int rankHere() {
        return place.map(SlurmPlace::rankHere).orElse(0);
    }

    /** Of what all tasks of a step on this machine share, this one's. */
    private long part(long all) {
        return part(all, rankHere());
    }

    private long part(long all, int rank) {
        return all / tasksHere() + (rank < all % tasksHere() ? 1 : 0);
    }

    private String ofTasks() {
        return tasksHere() == 1 ? "" : " for " + tasksHere() + " tasks";
    }

    private OptionalLong positive(String name) {
        OptionalLong value = variables.number(name);
        return value.isPresent() && value.getAsLong() > 0 ? value : OptionalLong.empty();
    }

    /** Of {@code 0,2-3}; names of another form are themselves. */
    private static List<String> listed(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .flatMap(part -> part.matches("\\d{1,4}(-\\d{1,4})?")
                        ? CpuList.parse(part).stream().map(Object::toString)
                        : Stream.of(part))
                .toList();
    }
}
