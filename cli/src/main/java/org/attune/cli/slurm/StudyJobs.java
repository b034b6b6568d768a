package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.attune.cli.slurm.chain.Link;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;

/** The jobs of a study: those that were submitted for it, as Slurm sees them now. */
public record StudyJobs(List<Entry> entries) {
    private static final Duration SKEW = Duration.ofMinutes(10);

    /**
     * @param queued as Slurm lists it; absent if it has forgotten the job
     */
    public record Entry(Submission submission, Link link, Optional<QueuedJob> queued) {
        public String id() {
            return "" + link.job();
        }

        /** What it was last known to do. */
        public JobState state() {
            return queued.map(QueuedJob::state).or(link::state).orElse(JobState.UNKNOWN);
        }

        public boolean isLive() {
            return queued.isPresent() && !state().isOver();
        }

        Optional<Instant> start() {
            return queued.flatMap(QueuedJob::start).or(link::begun);
        }

        Optional<Instant> end() {
            return queued.flatMap(QueuedJob::end).or(link::ended);
        }

        /** When something was last heard of it. */
        Instant seen() {
            return Stream.of(queued.flatMap(QueuedJob::end), link.ended(), link.begun())
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder())
                    .orElse(link.submitted());
        }
    }

    public StudyJobs {
        entries = List.copyOf(entries);
    }

    /** {@code jobs}: all of this user. */
    public static StudyJobs of(Path study, Collection<QueuedJob> jobs) throws IOException {
        Map<Long, QueuedJob> byNumber = new HashMap<>();
        jobs.forEach(job -> byNumber.put(job.number(), job));
        List<Entry> entries = new ArrayList<>();
        for (Submission submission : Submission.of(study)) {
            Optional<String> name = submission.jobName();
            for (Link link : submission.links()) {
                Optional<QueuedJob> queued = Optional.ofNullable(byNumber.get(link.job()))
                        .filter(job -> isSame(job, link)
                                && name.map(job.name()::equals).orElse(true));
                entries.add(new Entry(submission, link, queued));
            }
            for (QueuedJob job : submission.unrecorded(jobs)) {
                entries.add(new Entry(submission, Link.unrecorded(job), Optional.of(job)));
            }
        }
        return new StudyJobs(withoutNamesakes(entries));
    }

    /** A number belongs to the job that had it last. */
    private static List<Entry> withoutNamesakes(List<Entry> entries) {
        Map<Long, Entry> last = new HashMap<>();
        entries.forEach(entry -> last.put(entry.link().job(), entry));
        return entries.stream()
                .map(entry -> last.get(entry.link().job()) == entry
                        ? entry
                        : new Entry(entry.submission(), entry.link(), Optional.empty()))
                .toList();
    }

    /** Numbers begin anew where Slurm was set up anew. */
    private static boolean isSame(QueuedJob job, Link link) {
        Instant submitted = job.submitted().orElse(link.submitted());
        boolean isBefore = submitted.isBefore(link.submitted().minus(SKEW));
        return !isBefore
                && link.ended().map(end -> !submitted.isAfter(end.plus(SKEW))).orElse(true);
    }

    /** Those that wait or run. */
    public List<Entry> live() {
        return entries.stream().filter(Entry::isLive).toList();
    }

    /** The one for whose end another waits, if that is live. */
    Optional<Entry> before(Entry job) {
        return live().stream()
                .filter(each ->
                        job.link().after().equals(OptionalLong.of(each.link().job())))
                .findFirst();
    }

    /** Those that wait or run; where there are none, the last one that began. */
    public List<Entry> shown() {
        List<Entry> begun = entries.stream()
                .filter(job -> job.link().begun().isPresent()
                        || job.submission().budget().isEmpty())
                .toList();
        List<Entry> over = begun.isEmpty() ? entries : begun;
        return live().isEmpty() && !over.isEmpty() ? List.of(over.get(over.size() - 1)) : live();
    }
}
