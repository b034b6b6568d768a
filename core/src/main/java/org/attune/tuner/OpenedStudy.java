package org.attune.tuner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.attune.Version;
import org.attune.journal.DiskWatch;
import org.attune.journal.Journal;
import org.attune.journal.JournalEntry;
import org.attune.journal.TornTail;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.attune.study.Event;
import org.attune.study.Planner;
import org.attune.study.Trial;

/**
 * A study that this process owns: made anew, or led by its journal to where it was left. {@link #run} runs it; without that it must be {@link #close}d. One thread
 * uses it at a time.
 */
public final class OpenedStudy implements AutoCloseable {
    private final Journal journal;
    private final Clock clock;
    private final List<String> changes;
    private final Path folder;
    private final boolean isFolderNew;
    private final Optional<String> exhausted;
    private boolean forgotten;
    private List<String> others = List.of();
    private Planner planner;

    private OpenedStudy(Path folder, StudySpec spec, Opening opening, Clock clock, DiskWatch disk) throws IOException {
        // As the journal keeps time, so that a study folded live equals one that is replayed.
        this.clock = Clock.tick(clock, Duration.ofMillis(1));
        this.folder = folder;
        this.exhausted = opening.exhausted();
        this.isFolderNew = !Files.exists(folder);
        this.journal = Journal.open(folder, opening.takeOver(), disk, this::replay);
        try {
            this.changes = adopt(spec, opening.acceptChanges());
        } catch (RuntimeException e) {
            forgotten = journal.events() == 0;
            close();
            throw e;
        }
    }

    /**
     * Opens the study in a folder, or makes one there.
     *
     * @param spec what the study is to do now
     * @param opening how far it may be opened if it has begun
     * @throws SpecChangedException if the study was begun with another objective, sampler, scheduler or seed, or with another space and that is not accepted
     * @throws org.attune.journal.StudyBusyException if another head is at work
     * @throws org.attune.journal.JournalDamagedException if something that was durable is damaged
     */
    public static OpenedStudy open(Path folder, StudySpec spec, Opening opening, Clock clock) throws IOException {
        return open(folder, spec, opening, clock, DiskWatch.untold(folder));
    }

    /**
     * {@link #open(Path, StudySpec, Opening, Clock)}, watched.
     *
     * @param disk tells when the folder's file system does not answer, as long as the study is open
     */
    public static OpenedStudy open(Path folder, StudySpec spec, Opening opening, Clock clock, DiskWatch disk)
            throws IOException {
        return new OpenedStudy(folder, spec, opening, clock, disk);
    }

    public Planner planner() {
        return planner;
    }

    /** How many bytes of the journal's file are durable by now. Any thread may ask. */
    public long durable() {
        return journal.durable();
    }

    /** What was cut off the journal's end since it was not whole. */
    public Optional<TornTail> tornTail() {
        return journal.tornTail();
    }

    /** What has changed in the study's definition since its last run, a line each. */
    public List<String> changes() {
        return changes;
    }

    /** How the study ended, if it is over: running it again would change nothing. Failures are no end, since the program may have been mended. */
    public Optional<Outcome> outcome() {
        return planner.study().endReason().map(Outcome::of).filter(outcome -> outcome != Outcome.FAILURES);
    }

    /** A tuner that runs the study; its {@link Tuner#run} closes the journal. */
    public Tuner tuner(TrialRunner runner, TunerListener listener) {
        begin(Optional.empty());
        return new Tuner(planner, journal, runner, listener, clock);
    }

    /** @param nanos by which the time of trials is counted */
    Tuner tuner(TrialRunner runner, TunerListener listener, Optional<String> cluster, LongSupplier nanos) {
        begin(cluster);
        return new Tuner(planner, journal, runner, listener, clock, nanos);
    }

    /**
     * The same over a cluster, whose workers run attempts whether there is a head or not: those that ran under the cluster's last head run on.
     *
     * @param cluster id of the cluster
     */
    public Tuner tuner(TrialRunner runner, TunerListener listener, String cluster) {
        begin(Optional.of(cluster));
        return new Tuner(planner, journal, runner, listener, clock);
    }

    /** The study for a loop of one's own; {@link AskTell#close} closes the journal. */
    public AskTell askTell() {
        begin(Optional.empty());
        return new AskTell(planner, journal, clock);
    }

    private void begin(Optional<String> cluster) {
        Instant now = clock.instant();
        boolean runOn = cluster.isPresent() && cluster.equals(planner.study().cluster());
        if (runOn && !planner.study().running().isEmpty()) {
            ClockWatch.betweenHeads(planner.study().latest(), now, journal.silence())
                    .ifPresent(event -> record(event, now));
        }
        record(
                new Event.HeadStarted(
                        journal.epoch(), host(), ProcessHandle.current().pid(), cluster),
                now);
        if (runOn) {
            return;
        }
        LostWithHead lost = LostWithHead.of(planner.study(), exhausted);
        for (int trial : List.copyOf(planner.study().running())) {
            record(lost.end(planner.study().trial(trial)), now);
        }
    }

    /**
     * When it is closed, a study that was made by this opening and in which no trial was created leaves no trace, and may be defined anew: its journal goes, and its folder, unless
     * that was there before or something else lies in it.
     *
     * @param made names of files that whoever was to run the trials may have made in a new folder
     */
    public void forgetUnlessBegun(String... made) {
        others = List.of(made);
        forgotten = journal.events() == 0 && planner.study().trials().isEmpty();
    }

    @Override
    public void close() throws IOException {
        journal.close();
        if (forgotten) {
            Files.deleteIfExists(folder.resolve(Journal.FILE));
            removeNewFolder();
        }
    }

    private void removeNewFolder() throws IOException {
        if (!isFolderNew) {
            return;
        }
        for (String other : others) {
            Files.deleteIfExists(folder.resolve(other));
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Somebody has put something there.
            return;
        }
    }

    private void replay(JournalEntry entry) {
        if (entry.event() instanceof Event.StudyCreated created) {
            planner = new Planner(StudySpecReader.fromJson(created.spec()));
        }
        planner.replay(entry.event(), entry.time());
    }

    private List<String> adopt(StudySpec spec, boolean acceptChanges) {
        Instant now = clock.instant();
        if (planner == null) {
            planner = new Planner(spec);
            record(new Event.StudyCreated(StudySpecWriter.toJson(spec), Version.current()), now);
            return List.of();
        }
        // What a torn journal lost happened with the event that it follows from.
        Instant then = planner.study().latest();
        append(planner.endReplay(then), then);
        SpecChange change = SpecChange.between(
                planner.spec(),
                spec,
                planner.study().trials().stream().map(Trial::configuration).toList());
        if (change.isEmpty()) {
            return List.of();
        }
        if (!change.isAllowed() || (change.isAsked() && !acceptChanges)) {
            throw new SpecChangedException(spec.study(), change);
        }
        record(new Event.SpecChanged(StudySpecWriter.toJson(spec)), now);
        return change.lines();
    }

    private void record(Event event, Instant now) {
        append(planner.acceptAll(List.of(event), now), now);
    }

    private void append(List<Event> events, Instant now) {
        journal.append(now, events, () -> {});
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
