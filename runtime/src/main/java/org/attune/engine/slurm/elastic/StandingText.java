package org.attune.engine.slurm.elastic;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.QueuedJob;

/** How worker jobs stand, in a line for people: {@code 3 worker jobs run; 2 wait: Priority (other jobs go first), expected 14:05}. */
public final class StandingText {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private StandingText() {}

    /** Empty if there are none. */
    static String of(List<WorkerJob> jobs, Instant now, ZoneId zone) {
        List<String> parts = new ArrayList<>();
        long running = jobs.stream().filter(job -> !job.isWaiting()).count();
        if (running > 0) {
            parts.add(count(running) + (running == 1 ? " runs" : " run"));
        }
        byReason(jobs).forEach((reason, some) -> {
            WorkerJob first = some.get(0);
            String count = parts.isEmpty() ? count(some.size()) : Integer.toString(some.size());
            parts.add(count + (some.size() == 1 ? " waits: " : " wait: ") + reason + " ("
                    + first.reason().plain() + ")"
                    + expected(some)
                            .map(at -> ", expected " + time(at, now, zone))
                            .orElse(""));
        });
        return String.join("; ", parts);
    }

    /** The same of jobs as Slurm lists them. */
    public static String ofQueued(List<QueuedJob> jobs, Instant now, ZoneId zone) {
        return of(jobs.stream().map(WorkerJob::of).toList(), now, zone);
    }

    /** The same as long as nothing changed but when jobs are expected. */
    static String kind(List<WorkerJob> jobs) {
        return of(jobs.stream().map(WorkerJob::unexpected).toList(), Instant.EPOCH, ZoneId.systemDefault());
    }

    private static Map<String, List<WorkerJob>> byReason(List<WorkerJob> jobs) {
        Map<String, List<WorkerJob>> all = new LinkedHashMap<>();
        jobs.stream()
                .filter(WorkerJob::isWaiting)
                .forEach(job -> all.computeIfAbsent(job.reasonText(), reason -> new ArrayList<>())
                        .add(job));
        return all;
    }

    private static Optional<Instant> expected(List<WorkerJob> jobs) {
        return jobs.stream().flatMap(job -> job.expected().stream()).min(Comparator.naturalOrder());
    }

    private static String count(long jobs) {
        return jobs + (jobs == 1 ? " worker job" : " worker jobs");
    }

    private static String time(Instant at, Instant now, ZoneId zone) {
        boolean isToday = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (isToday ? TODAY : DAY).format(at.atZone(zone));
    }
}
