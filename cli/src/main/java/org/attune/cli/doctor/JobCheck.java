package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attune.cli.Words;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.engine.slurm.SlurmProblem;
import org.attune.engine.slurm.SlurmSurvey;

/** Within a job: what it is, whether all of its nodes see the folder by which tasks find each other, and what their clocks say. Elsewhere: whether they are likely to. */
final class JobCheck implements Check {
    private static final String SHARED = "shared folder";
    private static final String FIX = "Set HOME, in the script before srun, to a folder that all nodes see.";

    @Override
    public String what() {
        return "job";
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(80);
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        Optional<SlurmPlace> place = SlurmPlace.of(here.environment());
        if (place.isEmpty()) {
            return List.of(outside(
                    Surroundings.nearest(here.own()).toRealPath(), Mounts.parse(here.lines("/proc/self/mounts"))));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(job(place.get()));
        if (place.get().part() != SlurmPlace.Part.HOLDER) {
            findings.add(login(here.variable("SLURM_SUBMIT_HOST")));
        }
        SlurmSurvey slurm = new SlurmSurvey(here.environment());
        if (place.get().part() != SlurmPlace.Part.TASK
                && slurm.missing(List.of("srun")).isEmpty()) {
            findings.addAll(look(slurm, place.get(), here));
        }
        return findings;
    }

    private Finding job(SlurmPlace place) {
        String nodes = place.nodes().isEmpty() ? "" : " on " + String.join(", ", place.nodes());
        String until = place.until().map(end -> ", until " + end).orElse("");
        String part =
                switch (place.part()) {
                    case HOLDER ->
                        "held by this shell, of whose machine the lines above are; 'srun attune doctor' looks at a node";
                    case SCRIPT -> "in its script";
                    case TASK -> "task " + place.rank() + " of " + place.tasks() + " of step " + place.step();
                };
        return Finding.green(what(), place.job() + nodes + until + "; " + part);
    }

    static Finding login(String host) {
        return host.isBlank()
                ? Finding.yellow(
                        "login host",
                        "SLURM_SUBMIT_HOST does not tell where the job was submitted",
                        "For a tunnel (ssh -N -L) name the machine on which you log in by hand.")
                : Finding.green("login host", host + " by SLURM_SUBMIT_HOST");
    }

    static Finding outside(Path own, Mounts mounts) {
        String type = mounts.of(own).map(Mounts.Mount::type).orElse("unknown");
        return FileSystemCheck.SHARED.contains(type)
                ? Finding.green(SHARED, "~/.attune is on " + type + ", which nodes see as well")
                : Finding.yellow(
                        SHARED,
                        "~/.attune is on " + type
                                + ", of this machine alone as it seems: tasks of a job find each other by it",
                        "'attune doctor --slurm' in a job's script tells for sure. " + FIX);
    }

    private static List<Finding> look(SlurmSurvey slurm, SlurmPlace place, Surroundings here)
            throws IOException, InterruptedException {
        Path file;
        try {
            Files.createDirectories(here.own());
            file = Files.createTempFile(here.own(), ".attune-doctor-", ".tmp");
        } catch (IOException e) {
            return List.of(Finding.red(SHARED, here.own() + " cannot be written", FIX));
        }
        try {
            Instant before = Instant.now();
            return judge(place.nodes(), slurm.look(place, file), before, Instant.now());
        } catch (SlurmProblem e) {
            return List.of(Finding.yellow(SHARED, "no step could look for it: " + e.getMessage(), SlurmCheck.fix(e)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static List<Finding> judge(List<String> nodes, List<SlurmSurvey.Look> looks, Instant before, Instant after) {
        List<Finding> findings = new ArrayList<>();
        List<String> blind = looks.stream()
                .filter(look -> !look.isSeen())
                .map(SlurmSurvey.Look::node)
                .toList();
        if (looks.size() < nodes.size()) {
            findings.add(Finding.yellow(
                    SHARED,
                    Words.count(looks.size(), "node") + " of " + nodes.size() + " answered",
                    "See what the job's output says of the others."));
        } else if (blind.isEmpty()) {
            findings.add(Finding.green(
                    SHARED,
                    "~/.attune is seen by " + (nodes.size() == 1 ? "the node" : "all " + nodes.size() + " nodes")));
        } else {
            findings.add(Finding.red(
                    SHARED,
                    "~/.attune is not seen by " + String.join(", ", blind) + ": tasks there do not find the head",
                    FIX));
        }
        for (SlurmSurvey.Look look : looks) {
            Finding clock = new ClockCheck(Folder.RESULTS).judge(look.node(), before, look.time(), after);
            if (clock.level() != Level.GREEN) {
                findings.add(clock);
            }
        }
        return findings;
    }
}
