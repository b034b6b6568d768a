package org.attune.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a study is run on Slurm: what its jobs ask for. It decides nothing in the search, so it may change at any time. What is absent or empty is left to Slurm, or to whoever
 * submits.
 *
 * @param nodes nodes of an allocation
 * @param ntasksPerNode workers on each node
 * @param cpusPerTask CPUs of each worker
 * @param gpusPerNode as Slurm has it: {@code 2}, {@code a100:2}
 * @param mem memory of each node, as Slurm has it: {@code 64G}
 * @param memPerCpu memory for each CPU, likewise; not together with {@code mem}
 * @param time limit of one allocation
 * @param partitions where jobs may go
 * @param account whom jobs are charged to
 * @param qos quality of service
 * @param reservation whose nodes jobs use
 * @param constraint features that nodes must have
 * @param modules environment modules that are loaded first
 * @param setup lines of shell that are run after that, before Attune
 * @param options any other options of {@code sbatch}, by their long names; the value is empty where an option has none
 * @param budget time of all allocations together; absent: one allocation
 * @param stepPerTrial whether each trial is a job step of its own
 * @param elastic worker jobs that come and go
 */
public record SlurmSpec(
        OptionalInt nodes,
        OptionalInt ntasksPerNode,
        OptionalInt cpusPerTask,
        Optional<String> gpusPerNode,
        Optional<String> mem,
        Optional<String> memPerCpu,
        Optional<Duration> time,
        List<String> partitions,
        Optional<String> account,
        Optional<String> qos,
        Optional<String> reservation,
        Optional<String> constraint,
        List<String> modules,
        List<String> setup,
        Map<String, String> options,
        Optional<Duration> budget,
        boolean stepPerTrial,
        Optional<ElasticSpec> elastic) {

    public SlurmSpec {
        partitions = List.copyOf(partitions);
        modules = List.copyOf(modules);
        setup = List.copyOf(setup);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** Of a study whose file says nothing about Slurm. */
    public static SlurmSpec none() {
        return new SlurmSpec(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** What {@code sbatch} is asked for, by the long names of its options; the value is empty where an option has none. */
    public Map<String, String> sbatch() {
        Map<String, String> map = new LinkedHashMap<>();
        nodes.ifPresent(count -> map.put("nodes", "" + count));
        ntasksPerNode.ifPresent(count -> map.put("ntasks-per-node", "" + count));
        cpusPerTask.ifPresent(count -> map.put("cpus-per-task", "" + count));
        gpusPerNode.ifPresent(count -> map.put("gpus-per-node", count));
        mem.ifPresent(size -> map.put("mem", size));
        memPerCpu.ifPresent(size -> map.put("mem-per-cpu", size));
        time.ifPresent(limit -> map.put("time", SlurmTimes.write(limit)));
        if (!partitions.isEmpty()) {
            map.put("partition", String.join(",", partitions));
        }
        account.ifPresent(name -> map.put("account", name));
        qos.ifPresent(name -> map.put("qos", name));
        reservation.ifPresent(name -> map.put("reservation", name));
        constraint.ifPresent(text -> map.put("constraint", text));
        map.putAll(options);
        return map;
    }

    /** As a study file writes it; what is not set is left out. */
    Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        nodes.ifPresent(count -> map.put("nodes", count));
        ntasksPerNode.ifPresent(count -> map.put("ntasks_per_node", count));
        cpusPerTask.ifPresent(count -> map.put("cpus_per_task", count));
        gpusPerNode.ifPresent(count -> map.put("gpus_per_node", count));
        mem.ifPresent(size -> map.put("mem", size));
        memPerCpu.ifPresent(size -> map.put("mem_per_cpu", size));
        time.ifPresent(limit -> map.put("time", SlurmTimes.write(limit)));
        putUnlessEmpty(map, "partition", partitions);
        account.ifPresent(name -> map.put("account", name));
        qos.ifPresent(name -> map.put("qos", name));
        reservation.ifPresent(name -> map.put("reservation", name));
        constraint.ifPresent(text -> map.put("constraint", text));
        putUnlessEmpty(map, "modules", modules);
        putUnlessEmpty(map, "setup", setup);
        if (!options.isEmpty()) {
            Map<String, Object> written = new LinkedHashMap<>();
            options.forEach((name, value) -> written.put(name, value.isEmpty() ? (Object) true : value));
            map.put("options", written);
        }
        budget.ifPresent(time -> map.put("budget", SlurmTimes.write(time)));
        if (stepPerTrial) {
            map.put("step_per_trial", true);
        }
        elastic.ifPresent(jobs -> map.put("elastic", jobs.definition()));
        return map;
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, List<String> list) {
        if (!list.isEmpty()) {
            map.put(key, list);
        }
    }
}
