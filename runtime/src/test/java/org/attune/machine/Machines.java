package org.attune.machine;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.attune.machine.Gpus.Vendor;

/** Machines of a test's imagination. */
public final class Machines {
    private Machines() {}

    /** Without devices. */
    public static Machine of(int cpus) {
        return of(cpus(cpus, 1, cpus), List.of(), 8_000_000_000L, 100_000);
    }

    public static Machine of(Cpus cpus, List<String> gpus, long memory, long openFiles) {
        return new Machine(
                cpus,
                new Gpus(gpus.isEmpty() ? Vendor.NONE : Vendor.NVIDIA, gpus, "by nvidia-smi"),
                new Bound(memory, "of this machine"),
                Bound.none("by 'ulimit -v'"),
                new Bound(openFiles, "by 'ulimit -n'"),
                Bound.none("by 'ulimit -u'"));
    }

    /** What a process with this environment finds on a machine with these files. */
    public static Machine under(FileTree files, Map<String, String> environment) {
        return Machine.under(files.root(), environment, true);
    }

    public static Machine with(Machine machine, Bound addressSpace, Bound processes) {
        return new Machine(
                machine.cpus(), machine.gpus(), machine.memory(), addressSpace, machine.openFiles(), processes);
    }

    /** {@code count} CPUs in cores of {@code threads}, out of {@code online}. */
    public static Cpus cpus(int count, int threads, int online) {
        List<List<Integer>> cores = IntStream.range(0, (count + threads - 1) / threads)
                .mapToObj(core -> IntStream.range(core * threads, Math.min(count, (core + 1) * threads))
                        .boxed()
                        .toList())
                .toList();
        String source = count < online ? "of this machine's " + online + " by affinity" : "of this machine";
        return new Cpus(cores, count, online, source);
    }
}
