package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.slurm.chain.Link;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.SlurmPlace;

/**
 * How a study goes on after a job of {@code attune slurm submit}, whose own command is nothing to be typed.
 *
 * @param job that ends
 * @param command by which it was submitted
 * @param next the job that waits for its end
 */
public record GoingOn(long job, String command, OptionalLong next) {

    /** Absent if this process is in no such job. */
    public static Optional<GoingOn> of(Path study, Map<String, String> environment) throws IOException {
        Optional<SlurmPlace> place = SlurmPlace.of(environment);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        long job = place.get().job();
        Optional<GoingOn> found = Optional.empty();
        for (Submission submission : Submission.of(study)) {
            List<Link> links = submission.links();
            // Numbers begin anew where Slurm was set up anew: the last one counts.
            if (links.stream().anyMatch(link -> link.job() == job) && isNamed(submission, environment)) {
                found = Optional.of(new GoingOn(
                        job,
                        submission.command(),
                        submission.stopped().isPresent() ? OptionalLong.empty() : next(links, job)));
            }
        }
        return found;
    }

    private static boolean isNamed(Submission submission, Map<String, String> environment) throws IOException {
        String name = environment.getOrDefault("SLURM_JOB_NAME", "");
        return name.isEmpty() || submission.jobName().map(name::equals).orElse(true);
    }

    private static OptionalLong next(List<Link> links, long job) {
        return links.stream()
                .filter(link -> link.after().equals(OptionalLong.of(job))
                        && link.state().isEmpty())
                .mapToLong(Link::job)
                .reduce((first, last) -> last);
    }

    /** {@code isEnd}: whether the run ended as its allocation does, and nobody ended it before. */
    public String text(boolean isEnd) {
        if (next.isEmpty()) {
            return command;
        }
        return "by itself, in job " + next.getAsLong()
                + (isEnd ? "" : "; if job " + job + " was cancelled, by " + command);
    }
}
