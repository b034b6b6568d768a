package org.attune.head.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.carry.SharedFolders;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.head.Answering.Asker;
import org.attune.head.StudyNotes;
import org.attune.journal.DiskWatch;
import org.attune.journal.FencedException;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.TrialState;
import org.attune.trial.OutputLog;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;
import org.attune.tuner.Outcome;
import org.attune.tuner.TrialRunner;
import org.attune.tuner.Tuner;
import org.attune.tuner.TunerListener;
import org.attune.wire.ClassPathEntry;
import org.attune.wire.Question;
import org.attune.wire.StudyBrief;

/** A study at work on the cluster, on a thread of its own: whatever befalls it, befalls no other. Thread-safe. */
final class HostedStudy implements TunerListener {
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private final Hosting hosting;
    private final StudySpec spec;
    private final String folder;
    private final String files;
    private final List<ClassPathEntry> classPath;
    private final Opening opening;
    private final boolean isGoingOn;
    private final Path results;
    private final Audience audience;
    private final DiskWatch disk;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Standings standings = new Standings();
    private volatile Map<String, Object> glance = Map.of();
    private volatile String waits = "";
    private Consumer<Tuner> asked = tuner -> {};
    private Tuner tuner;
    private volatile Elasticity.Jobs jobs;

    private HostedStudy(
            Hosting hosting,
            StudySpec spec,
            String folder,
            String files,
            List<ClassPathEntry> classPath,
            Opening opening,
            boolean isGoingOn) {
        this.hosting = hosting;
        this.spec = spec;
        this.folder = folder;
        this.files = files;
        this.classPath = List.copyOf(classPath);
        this.opening = opening;
        this.isGoingOn = isGoingOn;
        this.results = hosting.results().folder(spec.study());
        this.audience = new Audience(spec.study(), results, hosting.clock());
        this.disk = new DiskWatch(results, DiskWatch.PATIENCE, this::say);
    }

    static HostedStudy wanted(Hosting hosting, StudySpec spec, Question.RunStudy wanted, Opening opening) {
        return new HostedStudy(hosting, spec, wanted.folder(), wanted.files(), wanted.classPath(), opening, false);
    }

    /** One that ran under the head before this one. */
    static HostedStudy again(Hosting hosting, StudySpec spec, StudyOrder order, Opening opening) {
        return new HostedStudy(hosting, spec, order.folder(), order.files(), order.classPath(), opening, true);
    }

    /** @param ended told when it is over, before its followers are */
    void start(Runnable ended) {
        Daemons.thread("attune-study-" + spec.study(), () -> {
                    Ending ending = run();
                    hosting.log().accept("study " + spec.study() + " " + ending.text());
                    ended.run();
                    audience.end(ending);
                    begun.complete(null);
                    over.complete(null);
                })
                .start();
    }

    StudySpec spec() {
        return spec;
    }

    String folder() {
        return folder;
    }

    List<ClassPathEntry> classPath() {
        return classPath;
    }

    void follow(Asker asker) {
        audience.add(asker);
    }

    /** Completes when its runner knows what to expect, or it is over. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    CompletableFuture<Void> over() {
        return over;
    }

    /** How it stands, for people. */
    Map<String, Object> glance() {
        Map<String, Object> now = glance;
        if (now.isEmpty()) {
            return now;
        }
        Map<String, Object> more = new LinkedHashMap<>(now);
        put(more, "waits", waits.isEmpty() ? standings.heldBack() : waits);
        Elasticity.Jobs some = jobs;
        put(more, "jobs", some == null ? "" : some.standing());
        return more;
    }

    private static void put(Map<String, Object> map, String key, String text) {
        if (!text.isEmpty()) {
            map.put(key, text);
        }
    }

    Standings standings() {
        return standings;
    }

    /**
     * Lets it pause.
     *
     * @param now without waiting for trials to save
     * @param allocation whether it goes on in the next allocation, as this one ends
     * @return a sentence, if it must wait for its disk
     */
    Optional<String> pause(boolean now, boolean allocation) {
        synchronized (this) {
            asked = now ? Tuner::kill : allocation ? Tuner::allocationEnds : Tuner::interrupt;
            if (tuner != null) {
                asked.accept(tuner);
            }
        }
        return disk.waiting()
                .filter(time -> time.compareTo(NOTICEABLE) > 0)
                .map(time -> "It pauses as soon as " + disk.name() + " answers, which it has not for "
                        + time.toSeconds() + " s.");
    }

    private void say(String line) {
        hosting.log().accept("study " + spec.study() + ": " + line);
        audience.notice(line);
    }

    private void waits(String what) {
        waits = what;
        audience.waits(what);
    }

    @Override
    public void heldBack(String what) {
        standings.heldBack(what);
        audience.waits(what);
        if (!what.isEmpty()) {
            say(what);
        }
    }

    @Override
    public void spread(String what) {
        say(what);
    }

    private Ending run() {
        try {
            return host();
        } catch (Throwable e) {
            return Ending.failed(e);
        }
    }

    private Ending host() throws IOException {
        refuseWhatCannotRun();
        try (OpenedStudy study = OpenedStudy.open(results, spec, opening, hosting.clock(), disk)) {
            audience.opened(study::durable);
            StudyOrder order = order();
            if (study.outcome().isPresent()) {
                hosting.orders().remove(order);
                return Ending.of(study.outcome().get(), true);
            }
            study.tornTail().ifPresent(tail -> say("The journal's end was not whole and was cut off: " + tail));
            study.changes().forEach(change -> say("Changed since the last run: " + change));
            return Ending.of(run(study, order), false);
        }
    }

    private Outcome run(OpenedStudy study, StudyOrder order) throws IOException {
        boolean isKept = isGoingOn;
        try (TrialRunner runner = runner(order)) {
            hosting.orders().put(order);
            isKept = false;
            audience.slots(() -> runner.capacity().slots());
            hosting.log().accept("study " + spec.study() + (isGoingOn ? " goes on in " : " begins in ") + results);
            Tuner made = study.tuner(runner, this, hosting.cluster());
            synchronized (this) {
                tuner = made;
                asked.accept(made);
            }
            return inTime(made, order);
        } catch (FencedException e) {
            // The next head has it.
            isKept = true;
            throw e;
        } catch (IOException | RuntimeException e) {
            forget(study);
            throw e;
        } finally {
            if (!isKept) {
                hosting.orders().remove(order);
            }
        }
    }

    private Outcome inTime(Tuner made, StudyOrder order) {
        AllocationEnd.Listener listener = (at, news) -> {
            made.mustEndBy(at);
            if (!news.isEmpty()) {
                say(news);
            }
        };
        hosting.end().tell(listener);
        try {
            return withJobs(made, order);
        } finally {
            hosting.end().forget(listener);
        }
    }

    private Outcome withJobs(Tuner made, StudyOrder order) {
        Elasticity.Jobs own = hosting.elasticity().begin(order.id(), spec, made::askForStartable, this::say);
        jobs = own;
        try {
            Outcome outcome = made.run();
            own.close();
            return outcome;
        } catch (FencedException e) {
            // As is everything else, they are the next head's.
            throw e;
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private TrialRunner runner(StudyOrder order) throws IOException {
        hosting.runners().check(spec);
        String token = SharedFolders.mark(Path.of(folder), results, isGoingOn);
        StudyBrief brief = new StudyBrief(
                order.id(), spec.study(), order.spec(), folder, results.toString(), token, files, classPath);
        return hosting.runners().of(brief, spec, StudyNotes.lines(this::say, this::waits));
    }

    /** A study whose trials cannot even be prepared has not begun: it may be defined anew. */
    private static void forget(OpenedStudy study) {
        study.forgetUnlessBegun(StudyBrief.TOKEN_FILE, OutputLog.FILE);
    }

    private StudyOrder order() {
        String id = hosting.orders()
                .find(spec.study())
                .map(StudyOrder::id)
                .orElseGet(() -> UUID.randomUUID().toString());
        return new StudyOrder(id, spec.study(), StudySpecWriter.toJson(spec), folder, files, classPath);
    }

    private void refuseWhatCannotRun() {
        if (files.isEmpty() && !Files.isDirectory(Path.of(folder))) {
            throw new IllegalArgumentException("the study file's folder " + folder
                    + " is not there on the machine of the head. Put the study into a folder that both machines see, have its files carried there (--ship),"
                    + " or run the command on the machine of the head.");
        }
    }

    @Override
    public void began(Study study) {
        standings.began(study);
        begun.complete(null);
        glance = glance(study);
        audience.began();
    }

    @Override
    public void changed(Study study, List<Event> events) {
        standings.changed(study, events);
        glance = glance(study);
    }

    @Override
    public void rests(int trial, Duration pause) {
        audience.tell(Map.of("rests", trial, "seconds", pause.toMillis() / 1000.0));
    }

    private Map<String, Object> glance(Study study) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", spec.study());
        map.put("results", results.toString());
        for (TrialState state : TrialState.values()) {
            if (study.count(state) > 0) {
                map.put(state.name().toLowerCase(Locale.ROOT), (long) study.count(state));
            }
        }
        study.best().ifPresent(best -> map.put("best", best.bestValue()));
        return map;
    }
}
