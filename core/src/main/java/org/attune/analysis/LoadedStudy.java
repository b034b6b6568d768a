package org.attune.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.journal.Head;
import org.attune.journal.Journal;
import org.attune.journal.JournalEntry;
import org.attune.journal.JournalReader;
import org.attune.journal.Ownership;
import org.attune.journal.TornTail;
import org.attune.spec.Objective;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;

/**
 * A study as its journal tells it, read without owning it, also while a head writes: then as it was at some moment of the reading. Used by one
 * thread at a time.
 */
public final class LoadedStudy {
    private final Path folder;
    private final Map<Integer, Map<String, Object>> startedWith = new HashMap<>();
    private Map<String, Object> spec;
    private String version;
    private Study study;
    private Instant lastRun = Instant.EPOCH;
    private boolean headStopped;
    private Optional<Head> head = Optional.empty();
    private Optional<TornTail> tornTail = Optional.empty();

    private LoadedStudy(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the study in a folder.
     *
     * @throws UnknownStudyException if there is none
     * @throws org.attune.journal.JournalException if its journal is damaged or too new
     */
    public static LoadedStudy read(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path journal = absolute.resolve(Journal.FILE);
        if (!Files.isRegularFile(journal)) {
            throw new UnknownStudyException("there is no study in " + absolute + ": it holds no " + Journal.FILE + ".");
        }
        LoadedStudy loaded = new LoadedStudy(absolute);
        // Looked for first: a head that ends while the journal is read has then written all we read.
        loaded.head = Ownership.current(absolute);
        loaded.tornTail = JournalReader.read(journal, loaded::take).tornTail();
        if (loaded.study == null) {
            throw new UnknownStudyException(
                    "the study in " + absolute + " has not begun: its journal holds no event yet. Run it first.");
        }
        if (loaded.head.isEmpty() && loaded.study.cluster().isEmpty()) {
            loaded.loseWhatRuns();
        }
        return loaded;
    }

    /**
     * A study whose entries somebody else tells, from the first on, by {@link #take}. Before the first there is nothing to ask it.
     *
     * @param folder where its files are, on whatever machine
     */
    public static LoadedStudy told(Path folder) {
        return new LoadedStudy(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Name of the study: that of its study file, or else of its folder. */
    public String name() {
        return spec.get("study") instanceof String name
                ? name
                : folder.getFileName().toString();
    }

    /** The study file in normal form, as it was last. */
    public Map<String, Object> spec() {
        return spec;
    }

    /** The study file in normal form, as it was when the trial's last attempt started; as it was last, for a trial that never started. */
    public Map<String, Object> spec(int trial) {
        return startedWith.getOrDefault(trial, spec);
    }

    /** Version of Attune that began the study. */
    public String version() {
        return version;
    }

    public Study study() {
        return study;
    }

    /** The head that is at work now. */
    public Optional<Head> head() {
        return head;
    }

    /** What follows the last good line; while a head writes, most likely a line that is on its way. */
    public Optional<TornTail> tornTail() {
        return tornTail;
    }

    /** Where the study stands. */
    public StudyState state() {
        if (study.endReason().isPresent()) {
            return study.endReason().get().equals("failures") ? StudyState.FAILED : StudyState.COMPLETED;
        } else if (head.isPresent() && !headStopped) {
            return StudyState.RUNNING;
        }
        return headStopped ? StudyState.PAUSED : StudyState.INTERRUPTED;
    }

    /** When its last head started. */
    Instant lastRun() {
        return lastRun;
    }

    /** Nobody is left who could say that they ended. The next head says just this before all else. */
    private void loseWhatRuns() {
        for (int trial : List.copyOf(study.running())) {
            int attempt = study.trial(trial).attempts().size();
            study.apply(
                    new Event.AttemptEnded(trial, attempt, Cause.HEAD_LOST, "", OptionalInt.empty()), study.latest());
        }
    }

    /** Takes in the next entry. */
    public void take(JournalEntry entry) {
        Event event = entry.event();
        if (event instanceof Event.StudyCreated created) {
            spec = created.spec();
            version = created.version();
            study = new Study(objective(spec));
        } else if (study == null) {
            throw new IllegalStateException("the journal in " + folder
                    + " should begin with study_created, but event 1 is another. Was it written by Attune?");
        } else if (event instanceof Event.SpecChanged changed) {
            spec = changed.spec();
        } else if (event instanceof Event.AttemptStarted started) {
            startedWith.put(started.trial(), spec);
        } else if (event instanceof Event.HeadStarted) {
            lastRun = entry.time();
            headStopped = false;
        } else if (event instanceof Event.HeadStopped) {
            headStopped = true;
        }
        study.apply(event, entry.time());
    }

    private static Objective objective(Map<String, Object> spec) {
        if (spec.get("objective") instanceof Map<?, ?> objective
                && objective.get("metric") instanceof String metric
                && objective.get("mode") instanceof String mode) {
            return new Objective(metric, Objective.Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
        }
        throw new IllegalStateException("the study file in the journal should have objective: {metric, mode}, but got "
                + spec.get("objective") + ".");
    }
}
