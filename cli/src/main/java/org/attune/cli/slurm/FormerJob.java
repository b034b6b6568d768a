package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.cli.slurm.chain.Link;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.MemoryWitness;
import org.attune.engine.slurm.Tail;

/** The job of a study before the one that runs. */
public final class FormerJob {
    private FormerJob() {}

    /**
     * Its number, if its log ends with Slurm's word that it took more memory than it had.
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
        List<String> last = log.map(file -> Tail.of(file).lines().toList()).orElse(List.of());
        return MemoryWitness.isIn(last) ? Optional.of(number) : Optional.empty();
    }
}
