package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code srun attune run study.yaml} on a real Slurm: all tasks of the step are one cluster. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class StepIT {
    private static final String REPORT = "echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {n}}}\"";

    /** A trial that ends when three have begun. */
    private static final String MEET =
            "touch met/{n}; until [ $(ls met | wc -l) -ge 3 ]; do sleep 0.1; done; " + REPORT;

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAHome() throws IOException {
        attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
        folder.resolve("met").toFile().mkdir();
    }

    private Attune.Ended srun(int tasks, String script) {
        List<String> words = new ArrayList<>(List.of("srun", "-N" + tasks, "-n" + tasks, "sh", "-c", script));
        words.add(Attune.distribution().toString());
        return attune.finish(attune.start(words));
    }

    private List<Path> steps() throws IOException {
        try (Stream<Path> steps = Files.list(folder.resolve(".attune").resolve("slurm"))) {
            return steps.toList();
        }
    }

    private void study(String command) throws IOException {
        attune.file(
                "study.yaml",
                "study: step",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  n: {type: int, low: 1, high: 3}",
                "sampler: grid",
                "resources: {cpu: 1}",
                "trainable:",
                "  command: [sh, -c, '" + command + "']",
                "seed: 1");
    }

    @Test
    void allTasksAreWorkersInWhateverOrderTheyComeAlsoOneAfterTheEnd() throws IOException {
        study("cd " + folder + "; " + MEET);
        String others = "ls $HOME/.attune/slurm/*/";
        Attune.Ended ended = srun(
                4,
                "case $SLURM_PROCID in 0) until " + others + "worker-1.log; do sleep 0.1; done;; "
                        + "3) until " + others + "over; do sleep 0.1; done;; esac >/dev/null 2>&1; "
                        + "exec \"$0\" run study.yaml --workers 3");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("4 tasks on n1, n2, n3, n4.", "ssh -N -L ");
        assertThat(attune.run("results", "step", "--format", "jsonl").jsonLines())
                .hasSize(3)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"))
                .extracting(trial -> String.valueOf(trial.get("worker")))
                .containsExactlyInAnyOrder("n1", "n2", "n3");
    }

    @Test
    void aHeadAndAWorkerThatComeLongAfterAllElseAreWaitedForAndUsed() throws IOException {
        study("cd " + folder + "; " + MEET);
        Attune.Ended ended = srun(
                3,
                "case $SLURM_PROCID in 0) until ls $HOME/.attune/slurm/*/worker-2.log; do sleep 0.1; done; sleep 3;; "
                        + "1) until ls met/2; do sleep 0.1; done; sleep 3;; esac >/dev/null 2>&1; "
                        + "exec \"$0\" run study.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(attune.run("results", "step", "--format", "jsonl").jsonLines())
                .extracting(trial -> trial.get("state") + " " + trial.get("worker"))
                .containsExactlyInAnyOrder("COMPLETED n1", "COMPLETED n2", "COMPLETED n3");
    }

    @Test
    void theStepEndsWithTheStudysExitCode() throws IOException {
        study("exit 3");
        Attune.Ended ended = srun(2, "exec \"$0\" run study.yaml --set 'max_failures=1'");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
    }

    @Test
    void aStudyThatIsWrongIsSaidOnceAndNoHeadIsStarted() throws IOException {
        Attune.Ended ended = srun(2, "exec \"$0\" run absent.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(2);
        assertThat(ended.err().split("absent.yaml", -1)).hasSize(2);
        assertThat(steps())
                .allSatisfy(step -> assertThat(step.resolve("head.log")).doesNotExist());
    }

    @Test
    void ifTheFirstTaskIsKilledTheOthersEndSoonAndTheStudyGoesOnInTheNextStep() throws IOException {
        study("cd " + folder + "; touch met/{n}; [ -e go ] || sleep 300; " + REPORT);
        Attune.Ended killed = srun(
                2,
                "[ $SLURM_PROCID = 0 ] && { (until [ -e met/2 ]; do sleep 0.1; done; kill -9 $$) & } ; exec \"$0\" run study.yaml");
        assertThat(killed.code()).as(killed.out() + killed.err()).isNotZero();
        assertThat(steps()).allSatisfy(step -> assertThat(step.resolve("over")).hasContent("KILLED"));
        Files.writeString(folder.resolve("go"), "");
        Attune.Ended next = srun(2, "exec \"$0\" run study.yaml --take-over");
        assertThat(next.code()).as(next.out() + next.err()).isZero();
    }

    @Test
    void aTermToTheStepPausesTheStudyWithinItsKillWait() throws IOException {
        study("cd " + folder + "; touch met/{n}; [ -e go ] || sleep 300; " + REPORT);
        Attune.Ended paused = srun(
                2,
                "[ $SLURM_PROCID = 0 ] && { (until [ -e met/2 ]; do sleep 0.1; done;"
                        + " scancel --signal=TERM $SLURM_JOB_ID.$SLURM_STEP_ID) & } ; exec \"$0\" run study.yaml");
        assertThat(paused.code()).as(paused.out() + paused.err()).isEqualTo(130);
        assertThat(paused.out()).contains("step: paused.", "Go on:      srun ");
    }

    /** Slurm sends it to all processes of the step. */
    @Test
    void aUsr1ToTheStepHasTrialsSaveAndTheStudyGoOnInTheNextAllocation() throws IOException {
        study("cd " + folder + "; trap \"touch saved-{n}; exit\" TERM; touch met/{n}; "
                + "until [ -e go ]; do sleep 0.1; done; " + REPORT);
        Attune.Ended paused = srun(
                2,
                "[ $SLURM_PROCID = 0 ] && { (until [ -e met/2 ]; do sleep 0.1; done;"
                        + " scancel --signal=USR1 $SLURM_JOB_ID) & } ; exec \"$0\" run study.yaml --set grace=1");
        assertThat(paused.code()).as(paused.out() + paused.err()).isEqualTo(75);
        assertThat(paused.out()).contains("step: its allocation ends.", "Go on:      srun ");
        assertThat(folder.resolve("saved-1")).exists();
        assertThat(folder.resolve("saved-2")).exists();
    }

    @Test
    void aCommandHasAllTasksOfItsStepAsWorkers() {
        String nodes = "until [ $(\"$0\" nodes --json | wc -l) = 2 ]; do sleep 0.2; done; \"$0\" nodes; exit 7";
        Attune.Ended ended = srun(2, "exec \"$0\" cluster start -- sh -c '" + nodes + "' \"$0\"");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(7);
        assertThat(ended.out()).contains("n1 ", "n2 ");
    }
}
