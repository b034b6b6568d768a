package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.analysis.StudyFolders;
import org.attune.cli.BadInput;
import org.attune.cli.ThisProgram;
import org.attune.cli.slurm.chain.Chain;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.spec.SlurmSpec;
import org.attune.spec.SlurmTimes;
import org.attune.spec.StudySpec;
import org.attune.trial.python.CacheFolder;

/**
 * What is to be submitted: a study, and what is asked of Slurm for it.
 *
 * @param study its folder
 * @param folder of the submission, in the study's
 * @param limits of all allocations, one after the other; empty if the partition's holds
 */
record Order(
        StudySpec spec,
        Path study,
        Path folder,
        SbatchOptions options,
        Optional<Duration> budget,
        List<Duration> limits,
        String script,
        List<Path> seen) {
    /** Many clusters take no more of one user. */
    private static final int MOST_AHEAD = 100;

    /** On most clusters every machine has its own. */
    private static final List<Path> OWN = List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"));

    /**
     * @param given options of {@code sbatch} from the command line
     * @param budget from the command line
     * @param run words of {@code attune run}
     * @throws BadInput if no trial fits, or a budget has no limit to count with
     */
    static Order of(
            StudySpec spec,
            Map<String, String> given,
            Optional<Duration> budget,
            List<String> run,
            StudyFolders studies)
            throws IOException {
        SlurmSpec slurm = spec.slurm().orElse(SlurmSpec.none());
        Path study = studies.folder(spec.study());
        Path folder = Submission.next(study);
        SbatchOptions options =
                BatchScript.standard(spec.study(), folder).with(slurm.sbatch()).with(given);
        SlurmGround.check(spec, Allocation.of(options));
        Optional<Duration> all = budget.or(slurm::budget).map(AllocationEnd::whole);
        Optional<Duration> time = options.time().map(AllocationEnd::whole);
        if (all.isPresent() && time.isEmpty()) {
            throw new BadInput("a budget needs the limit of one allocation: give --time, or slurm: {time: ...}.");
        }
        List<Duration> limits = all.map(total -> new Chain(total, time.orElseThrow(), List.of()).plan())
                .orElseGet(() -> time.stream().toList());
        boolean isChain = limits.size() > 1;
        boolean isUsual = System.getenv("ATTUNE_RESULTS") == null;
        BatchScript script = new BatchScript(
                isChain ? options : options.with(limited(limits)),
                slurm.modules(),
                setup(slurm),
                isUsual ? Optional.empty() : Optional.of(studies.root()),
                ThisProgram.file(),
                run,
                isChain ? Optional.of(folder) : Optional.empty());
        return new Order(
                spec,
                study,
                folder,
                options,
                isChain ? all : Optional.empty(),
                limits,
                script.text(),
                Stream.concat(
                                Stream.of(ThisProgram.file(), Path.of(run.get(0)), study),
                                spec.trainable().requirements().map(any -> CacheFolder.of(System.getenv())).stream())
                        .toList());
    }

    /** Workers whose trials are steps leave room for them. */
    private static List<String> setup(SlurmSpec slurm) {
        return slurm.stepPerTrial()
                ? Stream.concat(slurm.setup().stream(), Stream.of("export SLURM_OVERLAP=1"))
                        .toList()
                : slurm.setup();
    }

    /** A budget below the limit of an allocation is that limit. */
    private static Map<String, String> limited(List<Duration> limits) {
        return limits.isEmpty() ? Map.of() : Map.of("time", SlurmTimes.write(limits.get(0)));
    }

    /** @throws BadInput if these are more jobs at once than a controller should be given by one user */
    void refuseManyAhead() {
        if (budget.isPresent() && limits.size() > MOST_AHEAD) {
            throw new BadInput(
                    "the budget of " + SlurmTimes.write(budget.get()) + " is " + limits.size()
                            + " jobs of " + SlurmTimes.write(limits.get(0)) + ", and at most " + MOST_AHEAD
                            + " are submitted ahead. Ask for a longer --time, or a smaller --budget; the same command goes on when it is used.");
        }
    }

    Allocation allocation() {
        return Allocation.of(options);
    }

    /** What the jobs print, with {@code %j} for their numbers. */
    String log() {
        String output = options.value("output").orElseThrow();
        Path from = Path.of(options.value("chdir").orElse("")).toAbsolutePath();
        return from.resolve(output.replace("%x", options.value("job-name").orElse("")))
                .normalize()
                .toString();
    }

    Optional<String> warning() {
        String alone = seen.stream()
                .filter(path -> OWN.stream().anyMatch(path::startsWith))
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        return alone.isEmpty()
                ? Optional.empty()
                : Optional.of("Most likely on this machine alone, where the job's nodes do not see it: " + alone
                        + ". Put it into a folder that they see, such as your home.");
    }
}
