package org.attune.head.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.analysis.StudyState;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.head.StudyNotes;
import org.attune.journal.Journal;
import org.attune.journal.JournalEntry;
import org.attune.journal.JournalReader;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.spec.Trainable;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.TrialState;
import org.attune.tuner.Command;
import org.attune.wire.AttemptKey;
import org.attune.wire.Question;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies at a head over real journals; what runs the trials is played. */
@Timeout(120)
class StudiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<StudyBrief> briefs = new CopyOnWriteArrayList<>();
    private Path program;

    @BeforeEach
    void makeFolders() throws IOException {
        program = Files.createDirectories(folder.resolve("program"));
    }

    private Studies studies(Supplier<FarTrials> trials) {
        return studies(trials, notes -> {});
    }

    private Studies studies(Supplier<FarTrials> trials, Consumer<StudyNotes> told) {
        return new Studies(
                folder.resolve("cluster"),
                "c1",
                new StudyFolders(folder.resolve("results")),
                (brief, spec, notes) -> {
                    briefs.add(brief);
                    told.accept(notes);
                    notes.said("n1", "the environment is being built");
                    return trials.get();
                },
                Elasticity.none(),
                Clock.systemUTC(),
                log::add,
                AllocationEnd.none());
    }

    private Question.RunStudy run(String name, int trials) {
        return run(name, trials, Map.of());
    }

    private Question.RunStudy run(String name, int trials, Map<String, Object> changes) {
        StudySpec spec = StudySpec.builder(name)
                .minimize("loss")
                .space(SearchSpace.builder().uniform("x", 0, 1).build())
                .random()
                .trials(trials)
                .trainable(new Trainable.Command(List.of("./train"), Optional.empty(), Optional.empty()))
                .build();
        Map<String, Object> json = new LinkedHashMap<>(StudySpecWriter.toJson(spec));
        json.putAll(changes);
        return new Question.RunStudy(json, program.toString(), "", List.of(), Map.of());
    }

    private static Listening ask(Studies studies, Question question) {
        Listening asker = new Listening();
        assertThat(studies.answer(question, asker)).isTrue();
        return asker;
    }

    private static void awaitEnd(Listening asker) {
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> asker.isDone() || asker.problem().isPresent());
    }

    private List<String> orders() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cluster/studies"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<JournalEntry> journal(String study) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        JournalReader.read(results(study).resolve(Journal.FILE), entries::add);
        return entries;
    }

    private Path results(String study) {
        return folder.resolve("results").resolve(study);
    }

    private Study study(String name) throws IOException {
        return LoadedStudy.read(results(name)).study();
    }

    @Test
    void aFollowerHearsEachEventOnceAndThenHowItEnded() throws Exception {
        Listening asker = ask(studies(FarTrials::quick), run("one", 5));
        awaitEnd(asker);
        assertThat(asker.problem()).isEmpty();
        assertThat(asker.entries()).isEqualTo(journal("one"));
        assertThat(asker.part("outcome")).contains("TRIALS");
        assertThat(asker.part("results")).contains(results("one").toString());
        assertThat(asker.part("line")).contains("n1: the environment is being built");
        assertThat(asker.part("slots")).isPresent();
        assertThat(orders()).isEmpty();
        StudyBrief brief = briefs.get(0);
        assertThat(Files.readString(program.resolve(StudyBrief.TOKEN_FILE)).strip())
                .isEqualTo(brief.token())
                .isEqualTo(Files.readString(results("one").resolve(StudyBrief.TOKEN_FILE))
                        .strip());
    }

    @Test
    void whatAStudyWaitsForIsToldInALineAndShownAsLongAsItDoes() throws Exception {
        AtomicReference<StudyNotes> notes = new AtomicReference<>();
        Studies studies = studies(FarTrials::patient, notes::set);
        Listening asker = ask(studies, run("one", 2));
        await().atMost(PATIENCE)
                .until(() ->
                        asker.part("results").isPresent() && !studies.glances().isEmpty());
        notes.get().waits("a worker with cpu: 1: none is there");
        await().atMost(PATIENCE)
                .until(() -> asker.parts("waits").contains("a worker with cpu: 1: none is there")
                        && asker.parts("line").contains("waits for a worker with cpu: 1: none is there"));
        assertThat(log).contains("study one: waits for a worker with cpu: 1: none is there");
        assertThat(studies.glances().get(0)).containsEntry("waits", "a worker with cpu: 1: none is there");

        Listening late = ask(studies, run("one", 2));
        await().atMost(PATIENCE).until(() -> late.parts("waits").contains("a worker with cpu: 1: none is there"));
        notes.get().waits("");
        await().atMost(PATIENCE).until(() -> late.parts("waits").contains(""));
        assertThat(studies.glances().get(0)).doesNotContainKey("waits");
        studies.pauseAll(true).get(60, TimeUnit.SECONDS);
    }

    @Test
    void ofAStudyThatHasEndedOrIsPausedItIsSaidHowItStands() throws Exception {
        Studies studies = studies(FarTrials::quick);
        awaitEnd(ask(studies, run("one", 2)));
        for (Question question : List.of(new Question.PauseStudy("one", false, false), new Question.Why("one", 1))) {
            Listening asker = ask(studies, question);
            awaitEnd(asker);
            assertThat(asker.problem()).isEmpty();
            assertThat(asker.part("line")).contains("one has ended: all its trials are over.");
        }
        Listening stack = ask(studies, new Question.Stack("one", 1));
        awaitEnd(stack);
        assertThat(stack.problem()).contains("one has ended: all its trials are over.");
        Listening unknown = ask(studies, new Question.Why("two", 1));
        awaitEnd(unknown);
        assertThat(unknown.problem()).contains("no study 'two' runs on this cluster, nor any other.");
        Listening impossible = ask(studies, new Question.Why("no\0name", 1));
        awaitEnd(impossible);
        assertThat(impossible.problem().orElseThrow()).contains("runs on this cluster, nor any other.");
    }

    @Test
    void whatRunsIsListedAndWhoAsksWhyOfATrialThatIsNotThereIsToldSo() throws Exception {
        Studies studies = studies(FarTrials::patient);
        ask(studies, run("one", 2));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> Long.valueOf(2).equals(studies.glances().get(0).get("running")));
        assertThat(studies.glances()).extracting(glance -> glance.get("name")).containsExactly("one");

        Listening asker = ask(studies, new Question.Why("one", 7));
        assertThat(asker.problem())
                .contains("the study 'one' has no trial 7; they are 0 to 1. 'attune why one 2' tells what the next one"
                        + " waits for.");
        Listening next = new Listening();
        assertThat(studies.answer(new Question.Why("one", 2), next)).isFalse();
        assertThat(next.part("line")).contains("there is no trial 2 yet; this is what the next one waits for");
        assertThat(studies.answer(new Question.Why("one", 1), new Listening())).isFalse();
        studies.pauseAll(true).get(60, TimeUnit.SECONDS);
    }

    @Test
    void theNextHeadGoesOnWithWhatRunsAndEachReportIsInTheJournalOnce() throws Exception {
        FarTrials before = FarTrials.patient();
        Listening first = ask(studies(() -> before), run("one", 2));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> study("one").trials().stream()
                                .filter(trial -> trial.step() == 1)
                                .count()
                        == 2);
        assertThat(orders()).containsExactly("one.json");

        FarTrials after = FarTrials.patient();
        Studies next = studies(() -> after);
        next.reopen().get(60, TimeUnit.SECONDS);
        assertThat(after.commands)
                .contains(new Command.Expect(0, 1, "n1", false), new Command.Expect(1, 1, "n1", false));
        Listening second = ask(next, run("one", 2));
        for (int trial = 0; trial < 2; trial++) {
            after.report(trial, 1, 1);
            after.report(trial, 1, 2);
            after.report(trial, 1, 2);
            before.report(trial, 1, 3);
            after.end(trial, 1, Cause.FINISHED);
        }
        awaitEnd(second);
        awaitEnd(first);

        assertThat(first.problem().orElseThrow()).contains("another head has taken it over");
        assertThat(before.isHandedOver).isTrue();
        assertThat(second.part("outcome")).contains("TRIALS");
        assertThat(after.starts()).isZero();
        assertThat(briefs.get(1).id()).isEqualTo(briefs.get(0).id());
        assertThat(study("one").trials()).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(trial.attempts()).hasSize(1);
            assertThat(trial.step()).isEqualTo(2);
        });
        assertThat(journal("one").stream().filter(entry -> entry.event() instanceof Event.Reported))
                .hasSize(4);
        assertThat(orders()).isEmpty();
    }

    /** Else workers would take it for another, beside the one whose trials run. */
    @Test
    void aNextHeadThatDoesNotSeeTheStudysFolderTellsWorkersOfTheSameStudy() throws Exception {
        Question.RunStudy shipped =
                new Question.RunStudy(run("one", 2).spec(), "/no/such/folder", "0".repeat(64), List.of(), Map.of());
        ask(studies(FarTrials::patient), shipped);
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> study("one").running().size() == 2);
        Studies next = studies(FarTrials::patient);
        next.reopen().get(60, TimeUnit.SECONDS);
        assertThat(briefs).hasSize(2);
        assertThat(briefs.get(1)).isEqualTo(briefs.get(0));
        next.pauseAll(true).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatTakesNothingHoldsUpNoTrialAndHearsAllLater() throws Exception {
        Studies studies = studies(FarTrials::quick);
        Listening slow = new Listening().busy();
        studies.answer(run("one", 300), slow);
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> log.stream().anyMatch(line -> line.contains("ended: trials")));
        assertThat(slow.entries()).isEmpty();
        slow.readyAgain();
        awaitEnd(slow);
        assertThat(slow.entries()).isEqualTo(journal("one"));
    }

    @Test
    void aClientThatGoesAwayLeavesItsStudyRunningAndFindsItAgain() throws Exception {
        FarTrials trials = FarTrials.patient();
        Studies studies = studies(() -> trials);
        Listening first = ask(studies, run("one", 2));
        await().ignoreExceptions().atMost(PATIENCE).until(() -> !first.entries().isEmpty());
        first.leave();
        Listening second = ask(studies, run("one", 2));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> second.part("live").isPresent());
        trials.end(0, 1, Cause.FINISHED);
        trials.end(1, 1, Cause.FINISHED);
        awaitEnd(second);
        assertThat(second.entries()).isEqualTo(journal("one"));
        assertThat(first.isDone()).isFalse();
        assertThat(briefs).hasSize(1);
    }

    @Test
    void anotherDefinitionOfAStudyThatRunsIsRefusedWithWhatDiffers() throws Exception {
        Studies studies = studies(FarTrials::patient);
        ask(studies, run("one", 2));
        Listening other = ask(studies, run("one", 9, Map.of("seed", 3L)));
        assertThat(other.problem().orElseThrow())
                .contains("'one' runs on this cluster with another definition:\n  trials: 2 -> 9\n  seed: 0 -> 3")
                .contains("attune pause one");
        studies.pauseAll(true).get(60, TimeUnit.SECONDS);
    }

    @Test
    void noStudyBeginsOnAClusterThatIsBeingStopped() throws Exception {
        Studies studies = studies(FarTrials::quick);
        studies.pauseAll(false).get(60, TimeUnit.SECONDS);
        Listening late = ask(studies, run("late", 2));
        awaitEnd(late);
        assertThat(late.problem().orElseThrow()).contains("is being stopped");
        assertThat(results("late")).doesNotExist();
    }

    @Test
    void aStudyThatCannotBeKeptForTheNextHeadLetsGoOfItsRunner() throws Exception {
        FarTrials trials = FarTrials.quick();
        Files.createDirectories(folder.resolve("cluster/studies/one.json/in-the-way"));
        Listening asker = ask(studies(() -> trials), run("one", 2));
        awaitEnd(asker);
        assertThat(asker.problem()).isPresent();
        assertThat(trials.isClosed).isTrue();
        assertThat(trials.starts()).isZero();
    }

    @Test
    void aStudyThatTakesLongToOpenHoldsUpNoHeadAndItsAttemptsAreLeftAloneMeanwhile() throws Exception {
        ask(studies(FarTrials::patient), run("one", 2));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> study("one").running().size() == 2);
        String id = briefs.get(0).id();
        ToHead.Known attempt = new ToHead.Known(new AttemptKey(id, 0, 1), 0, false, Optional.empty());

        CountDownLatch disk = new CountDownLatch(1);
        AtomicInteger late = new AtomicInteger();
        Studies next = studies(() -> {
            assertThatNoException().isThrownBy(disk::await);
            return FarTrials.patient();
        });
        next.reopen(Duration.ofMillis(10), late::incrementAndGet);
        assertThat(next.wants("n1", attempt)).isTrue();
        assertThat(next.studies()).containsExactly(id);
        disk.countDown();
        await().atMost(PATIENCE).until(() -> late.get() == 1);
        assertThat(next.wants("n1", attempt)).isFalse();
        next.pauseAll(true).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPausedStudyIsLeftAloneByTheNextHeadUntilSomebodyRunsItAgain() throws Exception {
        Studies studies = studies(FarTrials::patient);
        Listening asker = ask(studies, run("one", 2));
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .until(() -> !study("one").running().isEmpty());
        Listening pausing = ask(studies, new Question.PauseStudy("one", true, false));
        awaitEnd(asker);
        awaitEnd(pausing);
        assertThat(asker.part("outcome")).contains("INTERRUPTED");
        assertThat(LoadedStudy.read(results("one")).state()).isEqualTo(StudyState.PAUSED);
        assertThat(orders()).isEmpty();

        Studies next = studies(FarTrials::quick);
        next.reopen().get(60, TimeUnit.SECONDS);
        Listening again = ask(next, run("one", 2));
        awaitEnd(again);
        assertThat(again.part("outcome")).contains("TRIALS");
    }

    @Test
    void whatCannotRunSaysWhyAndHarmsNoOther() throws Exception {
        FarTrials trials = FarTrials.patient();
        Studies studies = studies(() -> {
            if (briefs.size() > 1) {
                throw new IllegalArgumentException("no trial fits on any worker.");
            }
            return trials;
        });
        Listening good = ask(studies, run("good", 2));
        await().ignoreExceptions().atMost(PATIENCE).until(() -> trials.starts() == 2);

        Listening unfit = ask(studies, run("unfit", 2));
        awaitEnd(unfit);
        assertThat(unfit.problem()).contains("no trial fits on any worker.");
        assertThat(results("unfit").resolve(Journal.FILE)).doesNotExist();

        Files.createDirectories(results("broken"));
        Files.writeString(results("broken").resolve(Journal.FILE), "no journal\n");
        Listening broken = ask(studies, run("broken", 2));
        awaitEnd(broken);
        assertThat(broken.problem().orElseThrow()).contains("does not begin with the header of a journal");

        Files.delete(program.resolve(StudyBrief.TOKEN_FILE));
        Question.RunStudy lost =
                new Question.RunStudy(run("lost", 2).spec(), "/no/such/folder", "", List.of(), Map.of());
        Listening homeless = ask(studies, lost);
        awaitEnd(homeless);
        assertThat(homeless.problem().orElseThrow())
                .contains("/no/such/folder is not there on the machine of the head");

        Listening nobody = ask(studies, new Question.PauseStudy("none", false, false));
        awaitEnd(nobody);
        assertThat(nobody.problem()).contains("no study 'none' runs on this cluster, only good.");
        assertThat(orders()).containsExactly("good.json");
        trials.end(0, 1, Cause.FINISHED);
        trials.end(1, 1, Cause.FINISHED);
        awaitEnd(good);
        assertThat(good.part("outcome")).contains("TRIALS");
    }

    @Test
    void aStudyWhoseRunnerBreaksEndsAloneAndCanBeRunAgain() throws Exception {
        FarTrials trials = new FarTrials((command, far) -> {
            if (command instanceof Command.Start) {
                throw new IllegalStateException("out of order");
            }
        });
        Listening asker = ask(studies(() -> trials), run("one", 2));
        awaitEnd(asker);
        assertThat(asker.problem().orElseThrow()).contains("a fault in Attune itself", "out of order");
        assertThat(orders()).isEmpty();
        Listening again = ask(studies(FarTrials::quick), run("one", 2));
        awaitEnd(again);
        assertThat(again.problem()).isEmpty();
    }
}
