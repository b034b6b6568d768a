package org.attune.head;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.attune.carry.HeadStore;
import org.attune.head.hosting.StudyRunners;
import org.attune.spec.StudySpec;
import org.attune.trial.KeepHere;
import org.attune.tuner.TrialRunner;
import org.attune.wire.Question;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToClient;

/** The runners of a head's studies, each over all its workers, with what the studies keep at the head. Tells clients why a trial waits. Thread-safe. */
final class Runners implements StudyRunners, Answering {
    private final Roster roster;
    private final Arbiter arbiter;
    private final HeadStore store;
    private final Map<String, ClusterRunner> running = new ConcurrentHashMap<>();

    Runners(Roster roster, Arbiter arbiter, HeadStore store) {
        this.roster = roster;
        this.arbiter = arbiter;
        this.store = store;
    }

    @Override
    public void check(StudySpec spec) {
        ClusterRunner.refuseMisfit(arbiter, Demand.of(spec.resources()));
    }

    @Override
    public TrialRunner of(StudyBrief brief, StudySpec spec, StudyNotes notes) {
        AtomicReference<KeptRunner> kept = new AtomicReference<>();
        KeepHere keep = keep(brief, reason -> kept.get().broken(reason));
        ClusterRunner runner;
        try {
            runner = ClusterRunner.of(
                    roster, arbiter, brief, Demand.of(spec.resources()), spec.maxParallel(), notes, keep::discard);
        } catch (IllegalArgumentException e) {
            keep.close();
            throw e;
        }
        ClusterRunner made = runner;
        kept.set(new KeptRunner(runner, new KeptRunner.Keeper() {
            @Override
            public void lost(int trial, int attempt) {
                keep.lost(trial, attempt);
            }

            @Override
            public void reported(String checkpoint) {
                store.reported(brief.id(), checkpoint);
            }

            @Override
            public void over(boolean isHandedOver) {
                running.remove(brief.name(), made);
                if (isHandedOver) {
                    store.forget(brief.id());
                } else {
                    store.close(brief.id());
                }
                keep.close();
            }
        }));
        running.put(brief.name(), runner);
        store.open(brief.id(), keep);
        return kept.get();
    }

    /** Absent if the study is just being opened, or ending. */
    Optional<ClusterRunner> find(String study) {
        return Optional.ofNullable(running.get(study));
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (question instanceof Question.Why why) {
            find(why.study(), asker).ifPresent(runner -> why(runner, why.trial(), asker));
            return true;
        } else if (question instanceof Question.Stack stack) {
            find(stack.study(), asker).ifPresent(runner -> stack(runner, stack.trial(), asker));
            return true;
        }
        return false;
    }

    private Optional<ClusterRunner> find(String study, Asker asker) {
        Optional<ClusterRunner> runner = find(study);
        if (runner.isEmpty()) {
            asker.send(new ToClient.Failed(
                    asker.id(), "the study '" + study + "' is just being opened, or ending. Ask again in a moment."));
        }
        return runner;
    }

    private static void why(ClusterRunner runner, int trial, Asker asker) {
        List<String> lines = runner.why(trial);
        (lines.isEmpty()
                        ? List.of("nothing: there is room for it, and it begins as soon as the study wants it")
                        : lines)
                .forEach(line -> asker.send(new ToClient.Part(asker.id(), Map.of("line", line))));
        asker.send(new ToClient.Done(asker.id()));
    }

    private static void stack(ClusterRunner runner, int trial, Asker asker) {
        AtomicInteger missing = new AtomicInteger();
        int asked = runner.stack(trial, (worker, answer) -> {
            String text = answer.text().orElseGet(() -> answer.problem().orElse("") + "\n");
            asker.send(new ToClient.Part(asker.id(), Map.of("worker", worker, "text", text)));
            if (missing.decrementAndGet() == 0) {
                asker.send(new ToClient.Done(asker.id()));
            }
        });
        if (asked == 0) {
            asker.send(new ToClient.Failed(
                    asker.id(), "trial " + trial + " does not run now. 'attune why' tells what it waits for."));
        } else if (missing.addAndGet(asked) == 0) {
            asker.send(new ToClient.Done(asker.id()));
        }
    }

    private static KeepHere keep(StudyBrief brief, Consumer<String> broken) {
        try {
            return KeepHere.besideTrials(Path.of(brief.results()), Path.of(brief.folder()), broken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
