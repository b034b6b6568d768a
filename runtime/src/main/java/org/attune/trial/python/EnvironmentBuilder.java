package org.attune.trial.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.checkpoint.FileTrees;
import org.attune.journal.DiskProblem;
import org.attune.trial.process.Gate;
import org.attune.trial.process.Reaper;
import org.attune.trial.process.TrialProcess;

/**
 * Builds virtual environments, each once. An environment is built where it will stay, because it cannot be moved, and counts when the file that is written
 * last is there; whatever an earlier builder left unfinished is removed. A {@link BuildLease} keeps two processes from building the same
 * one, on one machine or on several, and a {@link BuildFailure} from failing one after the other; a builder that dies takes its pip with it.
 */
final class EnvironmentBuilder {
    private static final String COMPLETE = "attune-complete";
    private static final int LAST_LINES = 60;
    private static final int SHOWN_LINES = 8;
    private static final int LONGEST_STEP = 100;
    private static final long LITTLE_SPACE = 50L << 20;
    private static final Pattern STEP = Pattern.compile(
            "(?:Collecting|Downloading|Processing|Installing collected packages|Building wheel for|Successfully installed)[^(]*");

    private final Path folder;
    private final BuildFailure failure;
    private final Map<String, String> environment;
    private final Consumer<String> progress;

    /** @param run id of the run of a study that wants it */
    EnvironmentBuilder(Path folder, String run, Map<String, String> environment, Consumer<String> progress) {
        this.folder = folder;
        this.failure = new BuildFailure(folder.resolveSibling(folder.getFileName() + ".failed"), run);
        this.environment = new TreeMap<>(environment);
        this.environment.putIfAbsent("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        this.environment.putIfAbsent("PIP_NO_INPUT", "1");
        this.environment.remove("PYTHONHOME");
        this.environment.remove("PIP_USER");
        this.progress = progress;
    }

    boolean isComplete() {
        return Files.exists(folder.resolve(COMPLETE));
    }

    void build(Interpreter interpreter, Requirements requirements) {
        Path file = folder.resolveSibling(folder.getFileName() + ".building");
        try {
            Files.createDirectories(folder.getParent());
            while (!isComplete()) {
                try (BuildLease lease = BuildLease.await(file, BuildLease.SILENCE, this::isDecided, this::waitFor)) {
                    boolean isComplete = isComplete();
                    Optional<String> known = isComplete ? Optional.empty() : failure.find();
                    if (known.isPresent()) {
                        throw new PythonProblem(known.get());
                    } else if (lease != null && !isComplete) {
                        FileTrees.delete(folder);
                        buildLeased(interpreter, requirements, lease);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PythonProblem("the building of the Python environment was interrupted.", e);
        } catch (IOException e) {
            throw new PythonProblem(
                    "cannot build the Python environment in " + folder + ": " + DiskProblem.reason(e) + ". "
                            + DiskProblem.remedy(e) + ", or name another folder by ATTUNE_CACHE.",
                    e);
        }
    }

    private boolean isDecided() {
        return isComplete() || failure.find().isPresent();
    }

    private void waitFor(String what) {
        progress.accept(what + " " + folder);
    }

    private void buildLeased(Interpreter interpreter, Requirements requirements, BuildLease lease) throws IOException {
        progress.accept("Building the Python environment of "
                + requirements.file().getFileName() + " (Python " + interpreter.version()
                + "); it may take minutes, but only once");
        try {
            run(
                    "python -m venv failed",
                    List.of(interpreter.path().toString(), "-m", "venv", folder.toString()),
                    requirements,
                    said -> "On Debian and Ubuntu, install python3-venv.");
            run(
                    "pip could not install " + requirements.file(),
                    List.of(
                            folder.resolve("bin/python").toString(),
                            "-m",
                            "pip",
                            "install",
                            "-r",
                            requirements.file().toString()),
                    requirements,
                    said -> new PipComplaint(said).sentence());
            if (!lease.isHeld()) {
                progress.accept("Another process has begun to build it anew, since this one was silent for too long");
                return;
            }
            failure.forget();
            Files.writeString(folder.resolve(COMPLETE), interpreter.identity() + "\n");
        } catch (IOException | RuntimeException e) {
            if (lease.isHeld()) {
                FileTrees.delete(folder);
                if (e instanceof PythonProblem) {
                    failure.keep(e.getMessage());
                }
            }
            throw e;
        }
        progress.accept("The Python environment is ready");
    }

    private void run(String failure, List<String> words, Requirements requirements, Function<List<String>, String> why)
            throws IOException {
        String marker = "ATTUNE_WORKER=build-" + UUID.randomUUID();
        Map<String, String> marked = new TreeMap<>(environment);
        marked.put("ATTUNE_WORKER", marker.substring(marker.indexOf('=') + 1));
        Deque<String> last = new ArrayDeque<>();
        int exit;
        try (Reaper reaper = new Reaper(marker, Duration.ofSeconds(1));
                TrialProcess process = new Gate(requirements.file().getParent(), reaper, Duration.ofSeconds(1))
                        .start(words, marked, Set.of(marker))) {
            process.answers().close();
            exit = listen(process, last);
        }
        if (exit != 0) {
            List<String> lines = last.stream()
                    .filter(line -> !line.startsWith("WARNING: Retrying"))
                    .toList();
            List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
            throw new PythonProblem(failure + " (exit " + exit + "): " + advice(why.apply(List.copyOf(last)))
                    + "\nIt said last:\n    " + String.join("\n    ", shown));
        }
    }

    private String advice(String complaint) throws IOException {
        long free = Files.getFileStore(folder.getParent()).getUsableSpace();
        return free >= LITTLE_SPACE
                ? complaint
                : "only " + (free >> 20) + " MiB are free on the file system of " + folder.getParent()
                        + ". Make room there, or name another folder by ATTUNE_CACHE.";
    }

    /** What pip does, not where it looked: its other lines are told only if it fails. */
    private void tell(String line) {
        Matcher step = STEP.matcher(line);
        if (step.lookingAt()) {
            progress.accept(brief(step.group().strip().replaceFirst("^Processing \\S*/", "Processing ")));
        }
    }

    private static String brief(String text) {
        int end = text.lastIndexOf(' ', LONGEST_STEP);
        return text.length() <= LONGEST_STEP
                ? text
                : text.substring(0, end > LONGEST_STEP / 2 ? end : LONGEST_STEP) + " ...";
    }

    private int listen(TrialProcess process, Deque<String> last) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                tell(line);
                last.addLast(line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            }
        }
        try {
            return process.awaitEnd().exit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
