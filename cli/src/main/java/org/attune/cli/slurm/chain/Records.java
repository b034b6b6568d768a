package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.attune.engine.slurm.JobState;
import org.attune.text.Json;
import org.attune.wire.ClusterFolder;

/** What is known of the jobs of a submission: a file each for how it was submitted, how it began and how it ended, since different machines know that. */
public record Records(Path folder) {
    private static final String SUBMITTED = ".submitted";
    private static final String BEGUN = ".begun";
    private static final String ENDED = ".ended";
    private static final String FOUND_RUN = ".found-run";

    /** {@code after}: the job for whose end it waits. */
    public void submitted(long job, OptionalLong after, Optional<Duration> limit, Instant when) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("after", after.isPresent() ? after.getAsLong() : null);
        map.put("limit", limit.map(Duration::toSeconds).orElse(null));
        map.put("submitted", when.toString());
        write(file(job, SUBMITTED), map);
    }

    /**
     * @param lost how long it ran before it was begun anew
     * @param progress of the study when it first began
     */
    void begun(long job, Instant when, Duration lost, long progress) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("begun", when.toString());
        map.put("lost", lost.toSeconds());
        map.put("progress", progress);
        write(file(job, BEGUN), map);
        Files.deleteIfExists(file(job, FOUND_RUN));
    }

    /** As far as it is known; of one that is asked again Slurm's word counts. */
    void ended(long job, Optional<Instant> begun, Instant when, Optional<JobState> state) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("begun", begun.map(Instant::toString).orElse(null));
        map.put("ended", when.toString());
        map.put("state", state.map(JobState::name).orElse(null));
        write(file(job, ENDED), map);
    }

    /** Somebody else runs the study. */
    void foundRun(long job) throws IOException {
        write(file(job, FOUND_RUN), Map.of());
    }

    List<Link> links() throws IOException {
        TreeSet<Long> jobs = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*.{submitted,begun}")) {
            for (Path file : files) {
                String job = file.getFileName().toString().replaceFirst("\\..*", "");
                if (job.matches("\\d{1,18}")) {
                    jobs.add(Long.parseLong(job));
                }
            }
        }
        List<Link> links = new ArrayList<>();
        for (long job : jobs) {
            links.add(link(job));
        }
        links.sort(Comparator.comparing(Link::submitted).thenComparing(Link::job));
        return links;
    }

    private Link link(long job) throws IOException {
        Map<?, ?> submitted = read(file(job, SUBMITTED));
        Map<?, ?> begun = read(file(job, BEGUN));
        Map<?, ?> ended = read(file(job, ENDED));
        Optional<Instant> start = instant(ended, "begun").or(() -> instant(begun, "begun"));
        return new Link(
                job,
                number(submitted, "after"),
                seconds(submitted, "limit"),
                instant(submitted, "submitted").or(() -> start).orElse(Instant.EPOCH),
                start,
                seconds(begun, "lost").orElse(Duration.ZERO),
                number(begun, "progress"),
                instant(ended, "ended"),
                Optional.ofNullable(ended.get("state")).map(state -> JobState.of(String.valueOf(state))),
                Files.exists(file(job, FOUND_RUN)));
    }

    private Path file(long job, String what) {
        return folder.resolve(job + what);
    }

    /** Empty if there is none, or it was never whole. */
    static Map<?, ?> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return Json.parse(Files.readString(file)) instanceof Map<?, ?> map ? map : Map.of();
        } catch (RuntimeException e) {
            return Map.of();
        }
    }

    static void write(Path file, Map<String, Object> map) throws IOException {
        ClusterFolder.write(file, Json.text(map) + "\n");
    }

    private static OptionalLong number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    static Optional<Duration> seconds(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number
                ? Optional.of(Duration.ofSeconds(number.longValue()))
                : Optional.empty();
    }

    private static Optional<Instant> instant(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    }
}
