package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.attune.cli.BadInput;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.QueuedJob;
import org.attune.spec.SlurmTimes;

/**
 * One call of {@code attune slurm submit}: a folder of its own in the study's, with the script, what was asked for, and what is known of each job. Several machines write there, each its own files.
 *
 * @param folder of the submission
 * @param budget time of all allocations together; absent if there is one
 * @param time limit of each; absent if it is the partition's
 * @param log what the jobs print, with {@code %j} for their numbers
 */
public record Submission(Path folder, Optional<Duration> budget, Optional<Duration> time, String log) {
    /** In the folder of a study. */
    private static final String FOLDER = "slurm";

    private static final String ASKED = "submission.json";
    private static final String SCRIPT = "job.sh";
    private static final String STOPPED = "stopped";

    /** The folder of the next one of a study; nothing is in it yet. */
    public static Path fresh(Path study) throws IOException {
        Path all = all(study);
        for (long number = after(all); ; number++) {
            try {
                return Files.createDirectory(all.resolve("" + number));
            } catch (FileAlreadyExistsException e) {
                // Somebody else was faster.
                continue;
            }
        }
    }

    /** Where the next one of a study would be. */
    public static Path next(Path study) throws IOException {
        Path all = study.resolve(FOLDER);
        return all.resolve("" + (Files.isDirectory(all) ? after(all) : 1));
    }

    /**
     * Writes down what was asked for.
     *
     * @param jobName of all its jobs
     * @param command line by which it was asked for
     */
    public void begin(String script, String jobName, String command) throws IOException {
        Files.writeString(script(), script);
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("budget", budget.map(Duration::toSeconds).orElse(null));
        asked.put("time", time.map(Duration::toSeconds).orElse(null));
        asked.put("log", log);
        asked.put("name", jobName);
        asked.put("command", command);
        Records.write(folder.resolve(ASKED), asked);
    }

    /** Of which no job came. */
    public void forget() throws IOException {
        Files.deleteIfExists(folder.resolve(ASKED));
        Files.deleteIfExists(script());
        Files.deleteIfExists(folder);
        tidy(study());
    }

    /** The folder of all submissions of a study, made if need be. */
    public static Path all(Path study) throws IOException {
        return Files.createDirectories(study.resolve(FOLDER));
    }

    /** Leaves nothing of a study for which nothing was submitted. */
    public static void tidy(Path study) throws IOException {
        try {
            Files.deleteIfExists(study.resolve(FOLDER));
            Files.deleteIfExists(study);
        } catch (DirectoryNotEmptyException e) {
            // They are of use to others.
        }
    }

    /** @throws BadInput if there is none */
    public static Submission read(Path folder) throws IOException {
        Path file = folder.resolve(ASKED);
        if (!Files.exists(file)) {
            throw new BadInput("there is no submission in " + folder + ".");
        }
        Map<?, ?> asked = Records.read(file);
        return new Submission(
                folder,
                Records.seconds(asked, "budget"),
                Records.seconds(asked, "time"),
                String.valueOf(asked.get("log")));
    }

    /** Name of all its jobs, where it was written down. */
    public Optional<String> jobName() throws IOException {
        return text("name");
    }

    /** The command line by which it was asked for, and by which another goes on: with what is left of the budget, or with all of it anew. */
    public String command() throws IOException {
        String command = text("command").orElse("attune slurm submit");
        Duration left = chain().map(Chain::unused).orElse(Duration.ZERO);
        boolean isPart = left.compareTo(Duration.ZERO) > 0 && !budget.equals(Optional.of(left));
        return isPart ? withBudget(command, SlurmTimes.write(left)) : command;
    }

    private static String withBudget(String command, String time) {
        Matcher budget = Pattern.compile("(\\s--budget)[= ]\\S+").matcher(command);
        return budget.find()
                ? budget.replaceFirst("$1 " + time)
                : command.replaceFirst("( slurm submit)", "$1 --budget " + time);
    }

    private Optional<String> text(String key) throws IOException {
        return Records.read(folder.resolve(ASKED)).get(key) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Those of a study, the first one first. */
    public static List<Submission> of(Path study) throws IOException {
        Path all = study.resolve(FOLDER);
        List<Submission> submissions = new ArrayList<>();
        if (Files.isDirectory(all)) {
            for (Path folder : numbers(all)) {
                if (Files.exists(folder.resolve(ASKED))) {
                    submissions.add(read(folder));
                }
            }
        }
        return submissions;
    }

    /** The number of the next one, though some before may have been removed. */
    private static long after(Path all) throws IOException {
        List<Path> there = numbers(all);
        return there.isEmpty() ? 1 : number(there.get(there.size() - 1)) + 1;
    }

    private static List<Path> numbers(Path all) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(all, Submission::isNumbered)) {
            found.forEach(folders::add);
        }
        folders.sort(Comparator.comparingLong(Submission::number));
        return folders;
    }

    /** People keep copies beside: {@code 1.old}. */
    private static boolean isNumbered(Path folder) {
        return folder.getFileName().toString().matches("\\d{1,9}");
    }

    private static long number(Path folder) {
        return Long.parseLong(folder.getFileName().toString());
    }

    /** The study's. */
    public Path study() {
        return folder.getParent().getParent();
    }

    /** The script of all its jobs, by which they are known as its own. */
    public Path script() {
        return folder.resolve(SCRIPT).toAbsolutePath();
    }

    public Optional<Chain> chain() throws IOException {
        List<Link> links = links();
        return budget.flatMap(all -> time.map(each -> new Chain(all, each, links)));
    }

    public List<Link> links() throws IOException {
        return new Records(folder).links();
    }

    /** Jobs of it, among those that Slurm lists, of which nothing is written down: whoever submitted them was killed just then, or did not get the answer. */
    public List<QueuedJob> unrecorded(Collection<QueuedJob> queued) throws IOException {
        Set<Long> known = links().stream().map(Link::job).collect(Collectors.toSet());
        return queued.stream()
                .filter(job -> job.script().equals(script().toString()))
                .filter(job -> !job.state().isOver() && !known.contains(job.number()))
                .toList();
    }

    /**
     * When an allocation ends, by the limit that it was submitted with; absent if that was the partition's, or Slurm's to choose.
     *
     * @param begun when its script did, this time
     */
    Optional<Instant> end(long job, Instant begun) throws IOException {
        if (Files.readString(script()).contains("#SBATCH --time-min=")) {
            return Optional.empty();
        }
        return links().stream()
                .filter(link -> link.job() == job)
                .flatMap(link -> link.limit().stream())
                .map(limit -> begun.plus(AllocationEnd.whole(limit)))
                .findFirst();
    }

    public Records records() {
        return new Records(folder);
    }

    /** What a job prints. */
    public Path log(long job) {
        return Path.of(log.replace("%j", "" + job).replace("%A", "" + job));
    }

    /** Why no allocation is to follow. */
    public Optional<String> stopped() throws IOException {
        Path file = folder.resolve(STOPPED);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    /** No allocation that has not begun will do anything. */
    public void stop(String why) throws IOException {
        Files.write(folder.resolve(STOPPED), (why + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
