package org.attune.engine.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.engine.slurm.SlurmProblem.Kind;

/**
 * The one place that calls Slurm's commands, of versions 20.11 to 25. Each call waits for its answer, for {@link
 * #PATIENCE} at the most; what goes wrong is a {@link SlurmProblem}. What a user's jobs do is asked through {@link
 * #queue}, which does not ask more often than a controller bears. Thread-safe.
 */
public final class SlurmCommands {
    /** A busy controller may take half a minute. */
    public static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final int MANY = 500;
    private static final Pattern ESTIMATE = Pattern.compile("Job \\d+ to start at (\\S+)(?:.* on (?:nodes? )?(\\S+))?");
    private static final SlurmCommands HERE = new SlurmCommands(System.getenv());

    private final Map<String, String> environment;
    private final SlurmProgram program;
    private final JobQueue queue;

    public SlurmCommands(Map<String, String> environment) {
        this(environment, PATIENCE, JobQueue.PERIOD);
    }

    /**
     * @param limit how long a command may take
     * @param period of looks at the queue
     */
    public SlurmCommands(Map<String, String> environment, Duration limit, Duration period) {
        this.environment = Map.copyOf(environment);
        this.program = new SlurmProgram(environment, limit);
        this.queue = new JobQueue(this::jobs, period, System::nanoTime);
    }

    /** Those of this process, of which it has one, so that all who ask share what is answered. */
    public static SlurmCommands here() {
        return HERE;
    }

    /** Whether jobs can be submitted and looked at from here, as far as the commands go. */
    public boolean areThere() {
        return List.of("sbatch", "squeue", "scancel").stream().allMatch(program::isThere);
    }

    /** This user's jobs. */
    public JobQueue queue() {
        return queue;
    }

    /**
     * Submits a job, in the folder of this process unless an option says otherwise.
     *
     * @param options of {@code sbatch}, each with its value: {@code --nodes=4}
     * @param script with its first line
     * @return the job's number; of an array the whole's
     * @throws SlurmProblem if it is {@link Kind#NO_ANSWER}, the job may be there nevertheless
     */
    public long submit(List<String> options, String script) throws IOException, InterruptedException {
        return number(sbatch("--parsable", options, script, SlurmEnvironment.ofSubmission(environment)));
    }

    /** The same of a script in a file, by whose name the job is known again: {@link QueuedJob#script}. */
    public long submit(List<String> options, Path script) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(options);
        words.add(script.toString());
        return submit(words, Files.readString(script));
    }

    private static long number(SlurmProgram.Said said) throws SlurmProblem {
        // Before it a site's own wrapper may have printed something.
        String last = said.out().strip().lines().reduce("", (before, line) -> line);
        String answer = last.strip().split(";")[0];
        if (said.code() != 0) {
            throw SlurmProblem.of("sbatch", said.code(), said.err());
        } else if (!answer.matches("\\d{1,15}")) {
            throw new SlurmProblem(Kind.UNCLEAR, "sbatch", "\"" + said.out().strip() + "\" is no number of a job");
        }
        return Long.parseLong(answer);
    }

    /** When a job would begin if it were submitted now, as Slurm sees it. */
    public StartEstimate expectedStart(List<String> options, String script) throws IOException, InterruptedException {
        SlurmProgram.Said said = sbatch("--test-only", options, script, SlurmEnvironment.ofQuestions(environment));
        String words = said.err() + said.out();
        Matcher estimate = ESTIMATE.matcher(words);
        if (said.code() != 0 || !estimate.find()) {
            throw SlurmProblem.of("sbatch --test-only", said.code(), words);
        }
        Instant start = SlurmWords.time(estimate.group(1))
                .orElseThrow(() -> SlurmProblem.of("sbatch --test-only", said.code(), words));
        return new StartEstimate(
                start,
                Optional.ofNullable(estimate.group(2)).map(HostList::parse).orElse(List.of()));
    }

    private SlurmProgram.Said sbatch(String how, List<String> options, String script, Map<String, String> surroundings)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sbatch", how));
        words.addAll(options);
        return program.end(words, script, SlurmEnvironment.obeying(script, surroundings));
    }

    /**
     * Ends jobs, tasks of arrays ({@code 12_3}) or parts of jobs; one that is over already is no problem.
     *
     * @param name of those alone that are this user's and are called so: numbers are used again where Slurm is set up anew
     */
    public void cancel(Collection<String> jobs, Optional<String> name) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("scancel", "--quiet"));
        if (name.isPresent()) {
            options.addAll(List.of("--user=" + uid(), "--name=" + name.get()));
        }
        List<String> all = List.copyOf(jobs);
        for (int from = 0; from < all.size(); from += MANY) {
            List<String> words = new ArrayList<>(options);
            words.addAll(all.subList(from, Math.min(all.size(), from + MANY)));
            program.run(words);
        }
    }

    /** Ends all jobs of this user that have that name. {@code limit}: how long the answer is waited for. */
    public void cancelNamed(String name, Duration limit) throws IOException, InterruptedException {
        program.within(limit).run(List.of("scancel", "--quiet", "--user=" + uid(), "--name=" + name));
    }

    /** Has a job that runs begin anew, under its number. */
    public void requeue(String job) throws IOException, InterruptedException {
        program.run(List.of("scontrol", "requeue", job));
    }

    /** All that Slurm knows of a job; an array has an entry for each task, a job of several parts for each part. Empty if it has forgotten the job. */
    public List<SlurmFields> job(String job) throws IOException, InterruptedException {
        try {
            return program.run(List.of("scontrol", "--oneliner", "--details", "show", "job", job))
                    .lines()
                    .map(SlurmFields::parse)
                    .filter(fields -> !fields.isEmpty())
                    .toList();
        } catch (SlurmProblem e) {
            if (e.words().contains("Invalid job id")) {
                return List.of();
            }
            throw e;
        }
    }

    /** The same of the job with that very number: one task of an array has the whole's, by which Slurm tells of all of them. Absent if it has forgotten the job. */
    public Optional<SlurmFields> one(String job) throws IOException, InterruptedException {
        List<SlurmFields> all = job(job);
        return all.stream()
                .filter(fields -> fields.text("JobId").equals(Optional.of(job)))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** The partitions that this user may see, a row for each kind of nodes in them. */
    public List<Partition> partitions() throws IOException, InterruptedException {
        return program.run(List.of("sinfo", "--noheader", "--format=" + Partition.FORMAT))
                .lines()
                .flatMap(line -> Partition.parse(line).stream())
                .toList();
    }

    /** All jobs of this user at once, also those that ended in the last minutes. */
    private List<QueuedJob> jobs() throws IOException, InterruptedException {
        List<String> words = List.of(
                "squeue", "--noheader", "--array", "--states=all", "--user=" + uid(), "--format=" + QueuedJob.FORMAT);
        return program.run(words)
                .lines()
                .flatMap(line -> QueuedJob.parse(line).stream())
                .toList();
    }

    private static Object uid() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
