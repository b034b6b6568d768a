package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.attune.cli.slurm.chain.Link;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.MemoryWitness;
import org.attune.engine.slurm.Tail;
import org.attune.journal.Journal;

/** The job of a study before the one that runs. */
public final class FormerJob {
    /** What a job prints and what its study writes reach the disk on different ways. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private FormerJob() {}

    /**
     * Its number, if its log ends with Slurm's word that it took more memory than it had, and nobody was at the study after that.
     *
     * @param study its folder
     * @param job that runs
     */
    public static Optional<String> exhausted(Path study, long job) throws IOException {
        Optional<Path> log = Optional.empty();
        String number = "";
        for (Submission submission : Submission.of(study)) {
            for (Link link : submission.links()) {
                Path file = submission.log(link.job());
                if (link.job() != job && Files.exists(file)) {
                    log = Optional.of(file);
                    number = "" + link.job();
                }
            }
        }
        return log.isPresent() && endsForMemory(log.get()) && isLast(log.get(), study.resolve(Journal.FILE))
                ? Optional.of(number)
                : Optional.empty();
    }

    /** By Slurm's own lines: what Attune says of a trial may have such words, too. */
    private static boolean endsForMemory(Path log) {
        return MemoryWitness.isIn(Tail.of(log)
                .lines()
                .filter(line -> line.startsWith("slurmstepd") || line.startsWith("srun: "))
                .toList());
    }

    /** Another run of the study, also of the same job that began anew, has written what came of it. */
    private static boolean isLast(Path log, Path journal) throws IOException {
        return Files.exists(journal)
                && !Files.getLastModifiedTime(journal)
                        .toInstant()
                        .isAfter(Files.getLastModifiedTime(log).toInstant().plus(MARGIN));
    }
}
