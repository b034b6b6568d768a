package org.attune.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.engine.slurm.SlurmProblem;
import org.attune.engine.slurm.SlurmSurvey;

/** Slurm's commands, their version, and that the controller answers. */
final class SlurmCheck implements Check {
    private static final List<String> NEEDED = List.of("sbatch", "srun", "squeue", "scancel", "scontrol", "sinfo");

    /** What its commands wait for a controller that does not answer, and some more. */
    static final Duration LIMIT = SlurmCommands.PATIENCE.plusSeconds(30);

    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final int OLDEST = 2011;

    @Override
    public String what() {
        return "Slurm";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        SlurmSurvey slurm = new SlurmSurvey(here.environment());
        List<String> missing = slurm.missing(NEEDED);
        boolean isInJob = SlurmPlace.of(here.environment()).isPresent();
        if (!missing.isEmpty()) {
            return List.of(missing(missing, isInJob));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(version(slurm.version()));
            findings.add(answer(slurm.ping()));
        } catch (SlurmProblem e) {
            findings.add(problem("controller", e));
        }
        return findings;
    }

    private Finding missing(List<String> missing, boolean isInJob) {
        String why = String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not on the PATH";
        return isInJob
                ? Finding.yellow(
                        what(),
                        why + " of this node",
                        "Nothing can be submitted from here: submit the study, and all that follows it, where users log in ('attune slurm submit').")
                : Finding.red(
                        what(),
                        why,
                        "Load Slurm's module, or put the folder of its commands on the PATH (often /opt/slurm/bin).");
    }

    Finding version(String version) {
        String[] parts = version.split("\\.");
        boolean isKnown = parts.length >= 2 && parts[0].matches("\\d{2}") && parts[1].matches("\\d{2}");
        int number = isKnown ? Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]) : OLDEST;
        return number < OLDEST
                ? Finding.yellow(
                        what(),
                        version + ", and Attune is written for 20.11 and newer",
                        "Ask those who run it for a newer one.")
                : Finding.green(what(), version + ": " + String.join(", ", NEEDED));
    }

    Finding answer(Duration took) {
        String text = String.format(Locale.ROOT, "answers in %.1f s", took.toMillis() / 1000.0);
        return took.compareTo(SLOW) > 0
                ? Finding.yellow(
                        "controller",
                        text,
                        "It is busy: Attune asks seldom, and so should scripts ('watch squeue' is the usual cause).")
                : Finding.green("controller", text);
    }

    static Finding problem(String what, SlurmProblem problem) {
        return Finding.red(what, problem.getMessage(), fix(problem));
    }

    static String fix(SlurmProblem problem) {
        return switch (problem.kind()) {
            case ABSENT ->
                "This machine is not set up for a cluster: log in where jobs are submitted, or set SLURM_CONF.";
            case NO_ANSWER, LIMITED ->
                "Wait and try again ('scontrol ping'); if it stays so, tell those who run the cluster.";
            case REFUSED, UNCLEAR -> "See what Slurm's own command says, called by hand.";
        };
    }

    static String joined(List<String> texts) {
        return texts.stream().distinct().collect(Collectors.joining(", "));
    }
}
