package org.attune.cli.slurm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.attune.cli.ShellText;
import org.attune.engine.slurm.JobParts;
import org.attune.engine.slurm.SlurmPlace;

/** What a step says of itself at its begin. */
public record StepText(SlurmPlace place, StepFolder folder, Map<String, String> environment) {
    private static final int NAMED = 8;

    public String begin() {
        return "Step " + place.step() + " of Slurm's job " + place.job() + ": " + place.tasks() + " tasks on " + nodes()
                + ".";
    }

    private String nodes() {
        List<String> nodes = place.nodes();
        return nodes.size() <= NAMED
                ? String.join(", ", nodes)
                : nodes.size() + " nodes, " + nodes.get(0) + " to " + nodes.get(nodes.size() - 1);
    }

    /** If parts of the job have nothing to do with the step: {@code srun} alone takes the first. */
    public Optional<String> idle() {
        return idle(place, environment);
    }

    /** The same of a step of one task. */
    public static Optional<String> idle(SlurmPlace place, Map<String, String> environment) {
        JobParts parts = JobParts.of(environment);
        List<Integer> idle = place.part() == SlurmPlace.Part.TASK ? parts.without(place.nodes()) : List.of();
        if (idle.isEmpty()) {
            return Optional.empty();
        }
        String nodes = idle.stream().flatMap(part -> parts.nodes(part).stream()).collect(Collectors.joining(", "));
        String all = IntStream.range(0, parts.environments().size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return Optional.of("this job has several parts, and nothing runs on " + nodes + ": 'srun --het-group=" + all
                + " attune ...' takes all of them, as does the command without srun.");
    }

    /** How the head is reached from a machine that sees neither node nor folder. */
    public String tunnel(String node, int port) {
        String user = environment.getOrDefault("USER", environment.getOrDefault("SLURM_JOB_USER", "USER"));
        String login = user + "@" + environment.getOrDefault("SLURM_SUBMIT_HOST", "LOGIN-NODE");
        return "From your own machine: "
                + ShellText.line("ssh", List.of("-N", "-L", port + ":" + node + ":" + port, login)) + ", beside it "
                + ShellText.line("attune", List.of("nodes", "--head", "localhost:" + port, "--key", "key.pem"))
                + ", with a copy of " + folder.path().resolve("key.pem") + ".";
    }

    /**
     * If tasks have less than their job was asked for.
     *
     * @param cpus of this task
     */
    public Optional<String> warning(double cpus) {
        // Of a job of several parts this need not be the number of its own part.
        String asked = JobParts.of(environment).areSeveral() ? "" : environment.getOrDefault("SLURM_CPUS_PER_TASK", "");
        if (!asked.matches("[1-9]\\d{0,5}") || Integer.parseInt(asked) <= cpus) {
            return Optional.empty();
        }
        return Optional.of(
                "this task has " + (cpus == 1 ? "1 CPU" : text(cpus) + " CPUs") + ", where the job asked for "
                        + asked
                        + " a task. srun does not take that from the script's header since Slurm 22.05: 'srun --cpus-per-task="
                        + asked + " ...' does.");
    }

    private static String text(double cpus) {
        return cpus == Math.rint(cpus) ? Long.toString((long) cpus) : Double.toString(cpus);
    }
}
