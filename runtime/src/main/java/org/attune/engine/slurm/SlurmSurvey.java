package org.attune.engine.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to know of a Slurm before anything is submitted, asked once. A problem is a {@link SlurmProblem}. */
public final class SlurmSurvey {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LOOK =
            "test -e \"$1\" && s=yes || s=no; echo \"${SLURMD_NODENAME:-$(hostname)} $s $(date +%s.%N)\"";

    private final Map<String, String> environment;
    private final SlurmProgram program;

    public SlurmSurvey(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.program = new SlurmProgram(environment, LIMIT);
    }

    /** Where a user's jobs may be charged. {@code partition}: empty for all. */
    public record Account(String name, String partition, String qos) {}

    /** How a node sees a file. {@code time}: of its clock, when it looked. */
    public record Look(String node, boolean isSeen, Instant time) {}

    /** Those of these commands that are not there. */
    public List<String> missing(List<String> commands) {
        return commands.stream().filter(command -> !program.isThere(command)).toList();
    }

    /** {@code 22.05.8}. */
    public String version() throws IOException, InterruptedException {
        return program.run(List.of("sinfo", "--version")).strip().replaceFirst("^slurm(-wlm)?\\s+", "");
    }

    /** How long the controller takes to answer. */
    public Duration ping() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String said = program.run(List.of("scontrol", "ping"));
        if (!said.contains(" UP")) {
            throw SlurmProblem.of("scontrol ping", 1, "unable to contact: " + said.strip());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Absent where Slurm keeps no accounts, or does not tell. */
    public Optional<List<Account>> accounts(String user) throws IOException, InterruptedException {
        if (!program.isThere("sacctmgr")) {
            return Optional.empty();
        }
        SlurmProgram.Said said = program.end(
                List.of(
                        "sacctmgr",
                        "--noheader",
                        "--parsable2",
                        "show",
                        "associations",
                        "user=" + user,
                        "format=account,partition,qos"),
                "",
                SlurmEnvironment.ofQuestions(environment));
        if (said.code() != 0) {
            return Optional.empty();
        }
        return Optional.of(said.out()
                .lines()
                .map(line -> line.split("\\|", -1))
                .filter(parts -> parts.length >= 3 && !parts[0].isBlank())
                .map(parts -> new Account(parts[0], parts[1], parts[2]))
                .toList());
    }

    /** Whether each node of a job sees a file: by a small step beside those that run. */
    public List<Look> look(SlurmPlace place, Path file) throws IOException, InterruptedException {
        String nodes = Integer.toString(Math.max(1, place.nodes().size()));
        String said = program.run(List.of(
                "srun",
                "--jobid=" + place.job(),
                "--overlap",
                "--nodes=" + nodes,
                "--ntasks=" + nodes,
                "--ntasks-per-node=1",
                "--cpus-per-task=1",
                "--gres=none",
                "sh",
                "-c",
                LOOK,
                "sh",
                file.toString()));
        List<Look> looks = new ArrayList<>();
        for (String line : said.lines().toList()) {
            String[] words = line.strip().split(" ");
            if (words.length == 3 && words[2].matches("\\d{1,12}\\.\\d{1,9}")) {
                String[] time = words[2].split("\\.");
                Instant at = Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1]));
                looks.add(new Look(words[0], words[1].equals("yes"), at));
            }
        }
        return looks;
    }
}
