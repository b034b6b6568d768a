package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the lines that start Ray say of its workers, and the step of Attune that has the same. */
final class RayCluster {
    private static final List<String> NOT_HERE = List.of(
            "dashboard-host", "dashboard-port", "object-store-memory", "temp-dir", "plasma-directory", "system-config");

    private final Header header;
    private final List<Statement> starts;
    private final List<Note> notes = new ArrayList<>();

    /** @param starts statements that start Ray */
    RayCluster(Header header, List<Statement> starts) {
        this.header = header;
        this.starts = starts;
    }

    List<Note> notes() {
        return notes;
    }

    /** Options of {@code srun} for a task on each node with the CPUs that Ray was told of. */
    String step() {
        List<String> options = new ArrayList<>();
        if (!header.hasATaskOnEachNode()) {
            options.add("--ntasks=\"$SLURM_JOB_NUM_NODES\" --ntasks-per-node=1");
        }
        cpus().ifPresent(cpus -> options.add("--cpus-per-task=" + cpus));
        lookAtTheRest();
        return String.join(" ", options);
    }

    /** As it is written there: a number, a variable, a sum. */
    Optional<String> cpus() {
        Set<String> told = new LinkedHashSet<>();
        for (Statement start : starts) {
            for (String part : parts(start)) {
                RayWords.option(part, "num-cpus").ifPresent(told::add);
            }
        }
        boolean idleHead = told.size() > 1 && told.remove("0");
        if (idleHead) {
            open(
                    "num-cpus",
                    "'--num-cpus 0'",
                    "Ray's head was to run nothing; the first task of a step is a worker like the others");
        }
        if (told.size() > 1) {
            open(
                    "num-cpus",
                    "--num-cpus " + String.join(" and ", told),
                    "tasks of one step have as many CPUs each; the last was taken");
        }
        Optional<String> last = told.stream().reduce((first, second) -> second);
        if (last.filter(cpus -> cpus.matches("\\$\\{?SLURM_CPUS_PER_TASK}?")).isPresent()
                && header.find("cpus-per-task").isEmpty()) {
            open(
                    "num-cpus",
                    "--num-cpus " + last.get(),
                    "the script's head does not say --cpus-per-task, so that the variable is empty");
            return Optional.empty();
        }
        return last.or(() -> srun("cpus-per-task"))
                .or(() -> header.find("cpus-per-task").map(any -> "$SLURM_CPUS_PER_TASK"));
    }

    private Optional<String> srun(String option) {
        return starts.stream()
                .flatMap(start -> RayWords.option(start.text(), option).stream())
                .findFirst();
    }

    private static List<String> parts(Statement start) {
        return start.isCompound() ? start.parts() : List.of(start.text());
    }

    private void lookAtTheRest() {
        for (String option : List.of("resources", "labels")) {
            srun(option)
                    .ifPresent(
                            value -> open(
                                    option,
                                    "--" + option,
                                    "workers of a step offer what Slurm gave them; a worker with more is started as 'attune worker --resource NAME=AMOUNT --label NAME=VALUE'"));
        }
        Optional<String> gpus = srun("num-gpus").filter(count -> !count.equals("0"));
        if (gpus.isPresent() && !header.asksForGpus()) {
            open(
                    "num-gpus",
                    "--num-gpus " + gpus.get(),
                    "the script's head asks for no GPUs; workers have those that Slurm gives: #SBATCH --gpus-per-node="
                            + (gpus.get().matches("\\d+") ? gpus.get() : "N"));
        }
        boolean onlyHead = starts.stream().allMatch(start -> RayWords.isHead(start.text()));
        boolean severalNodes =
                header.find("nodes").filter(nodes -> !nodes.equals("1")).isPresent();
        if (onlyHead && severalNodes) {
            open(
                    "--head",
                    "ray start --head",
                    "Ray ran on one of " + header.find("nodes").get() + " nodes; the step has a worker on each");
        }
    }

    /** Why a line that starts Ray is not needed. */
    static String why(Statement start) {
        List<String> absent = NOT_HERE.stream()
                .filter(option -> start.text().contains("--" + option))
                .map(option -> "--" + option)
                .toList();
        String others = absent.isEmpty() ? "" : "; there is nothing for " + String.join(", ", absent) + " to say";
        boolean isHead = RayWords.isHead(start.text());
        return (isHead ? "the first task of the step is the head, and a worker" : "every task of the step is a worker")
                + others;
    }

    private void open(String near, String what, String why) {
        Statement start = Stream.concat(starts.stream().filter(it -> it.text().contains(near)), starts.stream())
                .findFirst()
                .orElseThrow();
        notes.add(new Note(start.placeOf(start.text().contains("--" + near) ? "--" + near : near), true, what, why));
    }
}
