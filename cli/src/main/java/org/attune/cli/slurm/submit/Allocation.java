package org.attune.cli.slurm.submit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.cli.Words;
import org.attune.cli.live.Numbers;
import org.attune.machine.Sizes;
import org.attune.spec.Resources;

/**
 * What an allocation gives to trials, as far as its options tell.
 *
 * @param nodes of it, at least 1
 * @param mostNodes to which they may become more, where Slurm was left the choice
 * @param workers on each node, at least 1
 * @param cpus of each worker; absent if that is left to Slurm
 * @param gpus of each worker; 0 if none are asked for
 * @param memory of each worker in bytes; absent if that is left to Slurm
 * @param time limit; absent if it is the partition's
 */
record Allocation(
        int nodes,
        int mostNodes,
        int workers,
        OptionalInt cpus,
        int gpus,
        OptionalLong memory,
        Optional<Duration> time) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kKmMgGtT]?)(?:i?[bB])?");
    private static final Pattern GPUS = Pattern.compile("(?:gpu(?::[^:,()]+)?:|[^:,()]+:)?(\\d{1,6})(?:\\(.*\\))?");

    static Allocation of(SbatchOptions options) {
        int nodes = options.count("nodes").orElse(1);
        int workers = workers(options, nodes);
        OptionalInt cpus = options.has("exclusive") ? OptionalInt.empty() : options.count("cpus-per-task");
        return new Allocation(
                nodes,
                options.most("nodes").orElse(nodes),
                workers,
                cpus,
                gpus(options, nodes, workers),
                memory(options, workers, cpus),
                options.time());
    }

    private static int workers(SbatchOptions options, int nodes) {
        OptionalInt tasks = options.count("ntasks");
        return tasks.isPresent()
                ? Math.max(1, (tasks.getAsInt() + nodes - 1) / nodes)
                : Math.max(1, options.count("ntasks-per-node").orElse(1));
    }

    private static int gpus(SbatchOptions options, int nodes, int workers) {
        int each = options.value("gpus-per-task").map(Allocation::gpus).orElse(0);
        int node = options.value("gpus-per-node")
                .or(() -> options.value("gres").filter(gres -> gres.startsWith("gpu")))
                .map(Allocation::gpus)
                .orElse(0);
        int all = options.value("gpus").map(Allocation::gpus).orElse(0);
        return Math.max(each, Math.max(node / workers, all / (nodes * workers)));
    }

    private static int gpus(String text) {
        Matcher gpus = GPUS.matcher(text);
        return gpus.matches() ? Integer.parseInt(gpus.group(1)) : 1;
    }

    private static OptionalLong memory(SbatchOptions options, int workers, OptionalInt cpus) {
        OptionalLong node = bytes(options.value("mem"));
        OptionalLong cpu = bytes(options.value("mem-per-cpu"));
        if (node.isPresent()) {
            return OptionalLong.of(node.getAsLong() / workers);
        }
        return cpu.isPresent() && cpus.isPresent()
                ? OptionalLong.of(cpu.getAsLong() * cpus.getAsInt())
                : OptionalLong.empty();
    }

    /** Nothing, which is all of a node, is as good as not told. */
    private static OptionalLong bytes(Optional<String> text) {
        Matcher size = SIZE.matcher(text.orElse(""));
        if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
            return OptionalLong.empty();
        }
        int power = "kmgt".indexOf(size.group(2).isEmpty() ? "m" : size.group(2).toLowerCase(Locale.ROOT));
        return OptionalLong.of(Long.parseLong(size.group(1)) << 10 * (power + 1));
    }

    /** {@code 5 CPUs, 1 GPU}. */
    String worker() {
        List<String> parts = new ArrayList<>();
        parts.add(
                cpus.isEmpty()
                        ? "as many CPUs as Slurm gives"
                        : cpus.getAsInt() == 1 ? "1 CPU" : cpus.getAsInt() + " CPUs");
        if (gpus > 0) {
            parts.add(gpus == 1 ? "1 GPU" : gpus + " GPUs");
        }
        memory.ifPresent(bytes -> parts.add(Sizes.text(bytes)));
        return String.join(", ", parts);
    }

    /** Trials at once on each worker; absent if that is only known there. 0 if none fits. */
    OptionalInt slots(Resources each) {
        if (each.gpu() > 0 && gpus == 0 || memory.isPresent() && each.memory().orElse(0) > memory.getAsLong()) {
            return OptionalInt.of(0);
        } else if (cpus.isEmpty()) {
            return each.gpu() > 0 ? OptionalInt.of(devices(each.gpu())) : OptionalInt.empty();
        }
        int slots = fit(cpus.getAsInt(), each.cpu());
        if (each.gpu() > 0) {
            slots = Math.min(slots, devices(each.gpu()));
        }
        if (each.memory().isPresent() && memory.isPresent()) {
            slots = Math.min(slots, fit(memory.getAsLong(), each.memory().getAsLong()));
        }
        return OptionalInt.of(slots);
    }

    /** Parts of devices do not go over their ends. */
    private int devices(double each) {
        return each < 1 ? gpus * fit(1, each) : fit(gpus, each);
    }

    private static int fit(double have, double each) {
        return (int) Math.min(Integer.MAX_VALUE, Math.floor(have / each + 1e-9));
    }

    /** {@code 4 nodes}, {@code 2 to 4 nodes}: how many there are of something. */
    String count(String thing, int onEachNode) {
        int most = mostNodes * onEachNode;
        return (mostNodes > nodes ? nodes * onEachNode + " to " : "") + Words.count(most, thing);
    }

    /** {@code 2 node-hours}: what so long costs at most. */
    String cost(Duration during) {
        String hours = Numbers.text(mostNodes * during.toSeconds() / 3600.0);
        return hours + (hours.equals("1") ? " node-hour" : " node-hours");
    }
}
