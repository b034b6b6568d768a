package org.attune.cli.slurm.submit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.attune.cli.BadInput;
import org.attune.cli.PlanText;
import org.attune.cli.Words;
import org.attune.cli.live.Numbers;
import org.attune.engine.slurm.StartEstimate;
import org.attune.machine.Sizes;
import org.attune.spec.StudySpec;

/**
 * A study in allocations of Slurm.
 *
 * @param limits of all allocations, one after the other; empty if the partition's holds
 * @param forecast absent if the study has not been run before, or nobody knows how much is left of it
 * @param start as Slurm sees it; absent if it cannot be asked
 * @param silence why it cannot
 */
record SlurmGround(
        StudySpec spec,
        Allocation allocation,
        List<Duration> limits,
        Optional<Forecast> forecast,
        Optional<StartEstimate> start,
        String silence,
        Instant now)
        implements PlanText.Ground {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** @throws BadInput if no trial will ever fit, which is better said before the job has waited for hours */
    static void check(StudySpec spec, Allocation allocation) {
        OptionalInt slots = allocation.slots(spec.resources());
        int workers = allocation.mostNodes() * allocation.workers();
        if (slots.isPresent() && slots.getAsInt() == 0) {
            throw new BadInput("no trial fits on a worker of this job: it has " + allocation.worker()
                    + ", and a trial takes " + trial(spec)
                    + ". Ask for more (--cpus-per-task, --gpus-per-node, --mem), or for less in resources.");
        } else if (spec.resources().nodes() > workers) {
            throw new BadInput("a trial takes " + spec.resources().nodes() + " workers, and this job has " + workers
                    + ". Ask for more (--nodes), or for less in resources.");
        }
    }

    @Override
    public void print(BiConsumer<String, String> line) {
        int workers = allocation.workers();
        line.accept(
                "Job",
                allocation.count("node", 1) + ", "
                        + (workers == 1 ? "a worker" : Words.count(workers, "worker")) + " on each with "
                        + allocation.worker());
        line.accept("Each trial", trial(spec));
        line.accept("Parallel", parallel());
        line.accept("Cost", cost());
        line.accept("Begins", start.map(this::begins).orElse("not known: " + silence));
        expected().ifPresent(text -> line.accept("Expected", text));
        latest().ifPresent(text -> line.accept("Latest", text));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nodes", allocation.nodes());
        map.put("most_nodes", allocation.mostNodes());
        map.put("workers", allocation.nodes() * allocation.workers());
        map.put("parallel", slots().isPresent() ? slots().getAsInt() : null);
        map.put("allocations", limits.isEmpty() ? 1 : limits.size());
        map.put("node_hours", limits.isEmpty() ? null : allocation.mostNodes() * all().toSeconds() / 3600.0);
        map.put("steps_left", forecast.map(Forecast::steps).orElse(null));
        map.put("seconds_per_step", forecast.map(Forecast::seconds).orElse(null));
        map.put(
                "expected_seconds",
                forecast.isPresent() && slots().isPresent()
                        ? forecast.get().time(slots().getAsInt()).toSeconds()
                        : null);
        map.put("begins", start.map(each -> each.start().toString()).orElse(null));
        map.put("begins_unknown", start.isPresent() ? null : silence);
        map.put("latest", start.map(each -> each.start().plus(all()).toString()).orElse(null));
        return map;
    }

    private OptionalInt slots() {
        return slots(allocation.nodes());
    }

    private OptionalInt slots(int nodes) {
        OptionalInt each = allocation.slots(spec.resources());
        if (each.isEmpty()) {
            return each;
        }
        int all = each.getAsInt()
                * nodes
                * allocation.workers()
                / spec.resources().nodes();
        return OptionalInt.of(Math.min(all, spec.maxParallel().orElse(Integer.MAX_VALUE)));
    }

    private String parallel() {
        if (slots().isEmpty()) {
            return "as many as fit on " + allocation.count("worker", allocation.workers());
        }
        int most = slots(allocation.mostNodes()).getAsInt();
        return slots().getAsInt() + (most > slots().getAsInt() ? " to " + most : "") + " at once ("
                + (spec.maxParallel().isPresent() && spec.maxParallel().getAsInt() == slots().getAsInt()
                        ? "max_parallel"
                        : allocation.slots(spec.resources()).getAsInt() + " on each of "
                                + allocation.count("worker", allocation.workers()))
                + ")" + left();
    }

    /** What of an allocation no trial takes, since each needs several workers. */
    private String left() {
        int each = spec.resources().nodes();
        int places = allocation.slots(spec.resources()).getAsInt() * allocation.nodes() * allocation.workers();
        boolean isKnown = allocation.nodes() == allocation.mostNodes() && slots().getAsInt() == places / each;
        return isKnown && places % each > 0
                ? ", with " + Words.count(places % each, "place") + " left over: a trial takes one on each of " + each
                        + " workers"
                : "";
    }

    private String cost() {
        if (limits.isEmpty()) {
            return "as long as the partition lets it; --time limits it";
        }
        String one = allocation.cost(limits.get(0)) + " in " + Numbers.text(limits.get(0));
        return limits.size() == 1
                ? one + " at most"
                : allocation.cost(all()) + " at most: " + limits.size() + " allocations one after the other, " + one
                        + " each";
    }

    private Duration all() {
        return limits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private String begins(StartEstimate estimate) {
        Duration wait = Duration.between(now, estimate.start());
        return (wait.toSeconds() < 60 ? "at once" : "in " + Numbers.text(wait) + ", " + shown(estimate.start()))
                + ", by Slurm's estimate";
    }

    private Optional<String> expected() {
        return forecast.flatMap(one -> slots().isEmpty()
                ? Optional.empty()
                : Optional.of(one.text(slots().getAsInt(), all(), start.map(StartEstimate::start))));
    }

    private Optional<String> latest() {
        if (limits.isEmpty() || start.isEmpty()) {
            return Optional.empty();
        }
        Instant end = start.get().start().plus(all());
        return Optional.of(
                limits.size() == 1
                        ? "over by " + shown(end) + ", whatever the study has done by then"
                        : "over by " + shown(end) + ", if no allocation has to wait for its nodes");
    }

    static String shown(Instant time) {
        return WHEN.format(time.atZone(ZoneId.systemDefault()));
    }

    private static String trial(StudySpec spec) {
        String cpus = spec.resources().cpu() == 1
                ? "1 CPU"
                : Numbers.text(spec.resources().cpu()) + " CPUs";
        double gpu = spec.resources().gpu();
        String gpus = gpu == 0 ? "" : gpu == 1 ? ", 1 GPU" : ", " + Numbers.text(gpu) + " GPUs";
        String memory = spec.resources().memory().isEmpty()
                ? ""
                : ", " + Sizes.text(spec.resources().memory().getAsLong()) + " of memory";
        return cpus + gpus + memory;
    }
}
