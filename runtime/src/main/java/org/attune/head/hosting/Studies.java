package org.attune.head.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.attune.analysis.StudyFolders;
import org.attune.head.Answering;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.text.TextException;
import org.attune.tuner.Opening;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/**
 * The studies of a cluster. What runs is kept in the cluster's folder, so that the next head goes on with it ({@link #reopen}); clients put studies here, follow and pause them. A client
 * that goes away leaves its study running. Thread-safe.
 */
public final class Studies implements Answering {
    private final Hosting hosting;
    private final Map<String, HostedStudy> running = new HashMap<>();

    /**
     * @param folder the cluster's, which has what runs in {@code studies}
     * @param cluster its id, the same for all its heads
     * @param results where studies lie
     * @param log for people, a line each
     */
    public Studies(
            Path folder,
            String cluster,
            StudyFolders results,
            StudyRunners runners,
            Clock clock,
            Consumer<String> log) {
        StudyOrders orders = new StudyOrders(folder.resolve("studies"), log);
        this.hosting = new Hosting(cluster, results, orders, runners, clock, log);
    }

    /**
     * Goes on with what ran under the head before.
     *
     * @return completes when the runner of each of them knows which attempts to expect, or the study could not be opened; before that workers are not to be told what they need not run any more
     */
    public CompletableFuture<Void> reopen() throws IOException {
        List<CompletableFuture<Void>> begun = new ArrayList<>();
        for (StudyOrder order : hosting.orders().all()) {
            try {
                StudySpec spec = StudySpecReader.fromJson(order.spec());
                // Whoever has the cluster has its studies: the former head is gone, or fenced.
                Opening opening = Opening.standard().takingOver(true);
                HostedStudy study = new HostedStudy(hosting, spec, order.folder(), order.files(), opening, true);
                begun.add(study.begun());
                start(study);
            } catch (TextException e) {
                hosting.log().accept("study " + order.name() + " does not go on: " + e.getMessage());
            }
        }
        return CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new));
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
        } else if (question instanceof Question.PauseStudy wanted) {
            pause(wanted, asker);
            return true;
        }
        return false;
    }

    /** How each study stands, for people: {@code study}, {@code results}, numbers of trials by their states, {@code best}. */
    public List<Map<String, Object>> glances() {
        return all().stream().map(HostedStudy::glance).toList();
    }

    /**
     * Lets all studies pause.
     *
     * @return completes when they are over here
     */
    public CompletableFuture<Void> pauseAll(boolean now) {
        List<HostedStudy> studies = all();
        studies.forEach(study -> study.pause(now));
        return CompletableFuture.allOf(studies.stream().map(HostedStudy::over).toArray(CompletableFuture[]::new));
    }

    private synchronized List<HostedStudy> all() {
        return List.copyOf(running.values());
    }

    private void run(Question.RunStudy wanted, Asker asker) {
        StudySpec spec = StudySpecReader.fromJson(wanted.spec());
        Opening opening = new Opening(isSet(wanted, "takeOver"), isSet(wanted, "acceptChanges"));
        synchronized (this) {
            HostedStudy there = running.get(spec.study());
            if (there == null) {
                HostedStudy study = new HostedStudy(hosting, spec, wanted.folder(), wanted.files(), opening, false);
                study.follow(asker);
                start(study);
                return;
            }
            List<String> differences = differences(there, spec, wanted.folder());
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

    private static List<String> differences(HostedStudy there, StudySpec spec, String folder) {
        List<String> lines = new ArrayList<>();
        if (!there.folder().equals(folder)) {
            lines.add("folder of the study file: " + there.folder() + " -> " + folder);
        }
        SpecChange.between(there.spec(), spec)
                .changes()
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

    private void pause(Question.PauseStudy wanted, Asker asker) {
        HostedStudy study;
        synchronized (this) {
            study = running.get(wanted.name());
        }
        if (study == null) {
            List<String> names =
                    all().stream().map(each -> each.spec().study()).sorted().toList();
            asker.send(new ToClient.Failed(
                    asker.id(),
                    "no study '" + wanted.name() + "' runs on this cluster"
                            + (names.isEmpty() ? ", nor any other." : ", only " + String.join(", ", names) + ".")));
            return;
        }
        study.pause(wanted.now()).ifPresent(line -> asker.send(new ToClient.Part(asker.id(), Map.of("line", line))));
        study.over().thenRun(() -> asker.send(new ToClient.Done(asker.id())));
    }
}
