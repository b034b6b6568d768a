package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyState;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.Attune;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Report;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/** A small study in a job of two nodes, one trial at a time on each, whose trials stand still after half of their steps until they are let go on. */
final class HaltingStudy {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NODES = 2;
    private static final int TRIALS = 4;
    private static final int HALF = 2;

    private final String name;
    private final Path folder;
    private final Attune attune;
    private Process submission;
    private String job = "";

    /** @param options of sbatch, for the study file */
    HaltingStudy(Path home, String name, String options) throws IOException {
        this.name = name;
        this.folder = Files.createDirectory(home.resolve(name));
        this.attune = new Attune(folder).with("HOME", home.toString()).patience(PATIENCE);
        attune.file(
                "train.py",
                "import os, time, attune",
                "def train(config):",
                "    for step in range(attune.trial().step + 1, 5):",
                "        while step > 2 and not os.path.exists('go'):",
                "            time.sleep(0.1)",
                "        folder = attune.save_dir()",
                "        (folder / 'step').write_text(str(step))",
                "        attune.report(step=step, loss=config['n'] / step, checkpoint=folder)");
        attune.file(
                "study.yaml",
                "study: " + name,
                "objective: {metric: loss, mode: min}",
                "space: {n: {type: int, low: 1, high: " + TRIALS + "}}",
                "sampler: grid",
                "resources: {cpu: 1}",
                "grace: 1s",
                "trainable: {python: 'train.py:train'}",
                "slurm: {nodes: " + NODES + ", cpus_per_task: 1, mem_per_cpu: 500, time: 10, " + options + "}",
                "seed: 1");
    }

    /** Begins to; {@link #isSubmitted} waits for it. */
    void submit() {
        submission = attune.start("slurm", "submit", "study.yaml", "--json");
    }

    void isSubmitted() {
        Attune.Ended ended = attune.finish(submission);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        job = String.valueOf(ended.json().get("job"));
    }

    /** The last one that was submitted. */
    String job() {
        return job;
    }

    /** Until a trial on each node stands still. */
    void awaitHalf() {
        await(name + " in its middle")
                .atMost(PATIENCE)
                .until(() -> trials().stream()
                                .filter(trial -> trial.state() == TrialState.RUNNING && trial.step() == HALF)
                                .count()
                        == NODES);
    }

    void awaitHead(boolean isThere) {
        await(name + " with a head: " + isThere)
                .atMost(PATIENCE)
                .until(() -> loaded().head().isPresent() == isThere);
    }

    void goOn() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    void awaitEnd() {
        await(name + " at its end").atMost(PATIENCE).until(() -> loaded().state() == StudyState.COMPLETED);
    }

    /** All of its trials came to their end, nothing twice, and what had been saved was not done again. */
    void isWhole() throws IOException {
        awaitEnd();
        assertThat(trials()).hasSize(TRIALS).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(trial.failures()).isZero();
            assertThat(trial.reports()).extracting(Report::step).containsExactly(1, 2, 3, 4);
            assertThat(trial.attempts().stream().skip(1))
                    .extracting(Attempt::from)
                    .allMatch(from -> from == HALF);
        });
        assertThat(reportsInJournal()).isEqualTo(2L * HALF * TRIALS);
    }

    private long reportsInJournal() throws IOException {
        return Files.readAllLines(results().resolve("journal.jsonl")).stream()
                .filter(line -> line.contains("\"event\":\"reported\""))
                .count();
    }

    /** Of those attempts that did not finish, in the order of the trials. */
    List<Cause> interruptions() throws IOException {
        return trials().stream()
                .flatMap(trial -> trial.attempts().stream())
                .flatMap(attempt -> attempt.cause().stream())
                .filter(cause -> cause != Cause.FINISHED)
                .toList();
    }

    private List<Trial> trials() throws IOException {
        try {
            return loaded().study().trials();
        } catch (UnknownStudyException e) {
            return List.of();
        }
    }

    private LoadedStudy loaded() throws IOException {
        return LoadedStudy.read(results());
    }

    private Path results() {
        return folder.resolve("results").resolve(name);
    }
}
