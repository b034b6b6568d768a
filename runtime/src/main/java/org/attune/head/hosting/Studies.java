package org.attune.head.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.attune.analysis.StudyFolders;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.head.Answering;
import org.attune.head.Office;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.text.TextException;
import org.attune.tuner.Opening;
import org.attune.wire.Question;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;

/**
 * The studies of a cluster. What runs is kept in the cluster's folder, so that the next head goes on with it ({@link #reopen}); clients put studies here, follow and pause them. A client
 * that goes away leaves its study running. Thread-safe.
 */
public final class Studies implements Answering, Office {
    private static final String FOLDER = "studies";

    private final Hosting hosting;
    private final Set<String> opening = ConcurrentHashMap.newKeySet();
    private final Map<String, HostedStudy> running = new HashMap<>();
    private boolean isEnding;

    /**
     * @param folder the cluster's, which has what runs in {@code studies}
     * @param cluster its id, the same for all its heads
     * @param results where studies lie
     * @param elasticity who has worker jobs come and go
     * @param log for people, a line each
     * @param end completes with the time by which they have to be over
     */
    public Studies(
            Path folder,
            String cluster,
            StudyFolders results,
            StudyRunners runners,
            Elasticity elasticity,
            Clock clock,
            Consumer<String> log,
            AllocationEnd end) {
        StudyOrders orders = new StudyOrders(folder.resolve(FOLDER), log);
        this.hosting = new Hosting(cluster, results, orders, runners, elasticity, clock, log, end);
    }

    /**
     * Whether the next head of a cluster would go on with a study.
     *
     * @param cluster its folder
     */
    public static boolean isKept(Path cluster, String study) {
        return new StudyOrders(cluster.resolve(FOLDER), line -> {}).find(study).isPresent();
    }

    /**
     * Goes on with what ran under the head before. Returns when the runner of each study knows which attempts to expect, or the study could not be opened. One whose disk stands still
     * is not waited for any longer than that: it goes on when it can, and until then its attempts are left alone ({@link #wants}).
     *
     * @param late told of each study that was opened after that: what workers have said of its attempts meanwhile nobody has heard
     */
    public void reopen(Duration limit, Runnable late) throws IOException, InterruptedException {
        List<CompletableFuture<Void>> begun = reopenAll();
        try {
            all(begun).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            begun.stream().filter(one -> !one.isDone()).forEach(one -> one.thenRun(late));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Completes when all of them have begun. */
    CompletableFuture<Void> reopen() throws IOException {
        return all(reopenAll());
    }

    private List<CompletableFuture<Void>> reopenAll() throws IOException {
        List<CompletableFuture<Void>> begun = new ArrayList<>();
        for (StudyOrder order : hosting.orders().all()) {
            try {
                StudySpec spec = StudySpecReader.fromJson(order.spec());
                // Whoever has the cluster has its studies: the former head is gone, or fenced.
                Opening how = Opening.standard().takingOver(true);
                HostedStudy study = HostedStudy.again(hosting, spec, order, how);
                opening.add(order.id());
                begun.add(study.begun().thenRun(() -> opening.remove(order.id())));
                start(study);
            } catch (TextException e) {
                hosting.log().accept("study " + order.name() + " does not go on: " + e.getMessage());
            }
        }
        return begun;
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> some) {
        return CompletableFuture.allOf(some.toArray(CompletableFuture[]::new));
    }

    /** Nobody knows yet which attempts a study wants that is still being opened. */
    @Override
    public boolean wants(String worker, ToHead.Known attempt) {
        return opening.contains(attempt.key().study());
    }

    @Override
    public Collection<String> studies() {
        return List.copyOf(opening);
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (question instanceof Question.RunStudy wanted) {
            try {
                run(wanted, asker);
            } catch (TextException e) {
                asker.send(new ToClient.Failed(asker.id(), e.getMessage()));
            }
            return true;
        }
        Optional<String> name = about(question);
        if (name.isEmpty()) {
            return false;
        }
        Optional<HostedStudy> study = find(name.get());
        if (study.isEmpty()) {
            new Absent(hosting.results(), others()).answer(name.get(), question instanceof Question.Stack, asker);
            return true;
        } else if (question instanceof Question.PauseStudy wanted) {
            pause(study.get(), wanted, asker);
            return true;
        }
        return question instanceof Question.Why why && tellsIdle(study.get(), why, asker);
    }

    /** The study that a question is about. */
    private static Optional<String> about(Question question) {
        if (question instanceof Question.PauseStudy pause) {
            return Optional.of(pause.name());
        } else if (question instanceof Question.Why why) {
            return Optional.of(why.study());
        }
        return question instanceof Question.Stack stack ? Optional.of(stack.study()) : Optional.empty();
    }

    private synchronized Optional<HostedStudy> find(String study) {
        return Optional.ofNullable(running.get(study));
    }

    private String others() {
        List<String> names =
                all().stream().map(each -> each.spec().study()).sorted().toList();
        return names.isEmpty() ? ", nor any other." : ", only " + String.join(", ", names) + ".";
    }

    /** How each study stands, for people: {@code name}, {@code results}, numbers of trials by their states, {@code best}, {@code waits}: what for, if none runs. */
    public List<Map<String, Object>> glances() {
        return all().stream()
                .map(HostedStudy::glance)
                .filter(glance -> !glance.isEmpty())
                .toList();
    }

    /**
     * Lets all studies pause; no more are taken.
     *
     * @return completes when they are over here
     */
    public CompletableFuture<Void> pauseAll(boolean now) {
        List<HostedStudy> studies;
        synchronized (this) {
            isEnding = true;
            studies = all();
        }
        studies.forEach(study -> study.pause(now, false));
        return all(studies.stream().map(HostedStudy::over).toList());
    }

    private static boolean tellsIdle(HostedStudy study, Question.Why why, Asker asker) {
        int trials = study.standings().trials();
        if (why.trial() < 0 || why.trial() > trials) {
            asker.send(new ToClient.Failed(asker.id(), missing(why, trials)));
            return true;
        } else if (why.trial() == trials) {
            asker.send(line(asker, "there is no trial " + trials + " yet; this is what the next one waits for"));
            return false;
        }
        Optional<String> idle = study.standings().whyIdle(why.trial());
        idle.ifPresent(text -> {
            asker.send(line(asker, text));
            asker.send(new ToClient.Done(asker.id()));
        });
        return idle.isPresent();
    }

    private static String missing(Question.Why why, int trials) {
        String range =
                trials == 0 ? "it has none yet" : trials == 1 ? "it has only 0 yet" : "they are 0 to " + (trials - 1);
        return "the study '" + why.study() + "' has no trial " + why.trial() + "; " + range + ". 'attune why "
                + why.study() + " " + trials + "' tells what the next one waits for.";
    }

    private static ToClient line(Asker asker, String text) {
        return new ToClient.Part(asker.id(), Map.of("line", text));
    }

    private synchronized List<HostedStudy> all() {
        return List.copyOf(running.values());
    }

    private void run(Question.RunStudy wanted, Asker asker) {
        StudySpec spec = StudySpecReader.fromJson(wanted.spec());
        Opening opening =
                new Opening(isSet(wanted, "takeOver"), isSet(wanted, "acceptChanges"), Optional.ofNullable((String)
                        wanted.options().get("exhausted")));
        synchronized (this) {
            HostedStudy there = running.get(spec.study());
            if (isEnding && there == null) {
                asker.send(new ToClient.Failed(
                        asker.id(), "the cluster is being stopped. 'attune cluster start' begins it again."));
                return;
            } else if (there == null) {
                HostedStudy study = HostedStudy.wanted(hosting, spec, wanted, opening);
                study.follow(asker);
                start(study);
                return;
            }
            List<String> differences = differences(there, spec, wanted);
            if (differences.isEmpty()) {
                there.follow(asker);
            } else {
                asker.send(
                        new ToClient.Failed(
                                asker.id(),
                                "the study '" + spec.study() + "' runs on this cluster with another definition:\n  "
                                        + String.join("\n  ", differences)
                                        + "\nPause it first (attune pause " + spec.study()
                                        + "), undo the change to follow it as it is, or give this study another name (--name)."));
            }
        }
    }

    private static boolean isSet(Question.RunStudy wanted, String option) {
        return Boolean.TRUE.equals(wanted.options().get(option));
    }

    private static List<String> differences(HostedStudy there, StudySpec spec, Question.RunStudy wanted) {
        List<String> lines = new ArrayList<>();
        if (!there.folder().equals(wanted.folder())) {
            lines.add("folder of the study file: " + there.folder() + " -> " + wanted.folder());
        }
        if (!there.classPath().equals(wanted.classPath())) {
            lines.add("what is on its class path");
        }
        SpecChange.between(there.spec(), spec).changes().stream()
                // Of what jobs ask for, only the next ones hear.
                .filter(change -> !change.key().startsWith("slurm"))
                .forEach(change -> lines.add(change.key() + ": " + change.before() + " -> " + change.after()));
        return lines;
    }

    private synchronized void start(HostedStudy study) {
        running.put(study.spec().study(), study);
        study.start(() -> {
            synchronized (this) {
                running.remove(study.spec().study(), study);
            }
        });
    }

    private static void pause(HostedStudy study, Question.PauseStudy wanted, Asker asker) {
        study.pause(wanted.now(), wanted.allocation())
                .ifPresent(line -> asker.send(new ToClient.Part(asker.id(), Map.of("line", line))));
        study.over().thenRun(() -> asker.send(new ToClient.Done(asker.id())));
    }
}
