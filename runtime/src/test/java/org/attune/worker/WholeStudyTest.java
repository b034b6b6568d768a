package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.trial.Program;
import org.attune.trial.python.NeedsPython;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;
import org.attune.tuner.Outcome;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples' studies, driven by the real tuner over real processes. */
@NeedsPython
class WholeStudyTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

    @TempDir
    Path results;

    private Study run(String example) throws IOException {
        Path folder = EXAMPLES.resolve(example);
        StudySpec spec = StudySpecReader.read(folder.resolve("study.yaml"));
        TrialRunner worker = new PlacedTrials(
                WorkerSettings.of(spec, folder),
                Program.of(spec.trainable(), folder, Workers.python(results.resolve("cache"))),
                Workers.machine(3),
                results);
        OpenedStudy opened = OpenedStudy.open(results, spec, Opening.standard(), Clock.systemUTC());
        assertThat(opened.tuner(worker, (study, events) -> {}).run()).isEqualTo(Outcome.TRIALS);
        assertThat(Workers.processesOf(results)).isEmpty();
        return opened.planner().study();
    }

    @Test
    void shellScriptsThatPrint() throws Exception {
        Study study = run("shell");
        assertThat(study.trials()).hasSize(20).allMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(study.best()).isPresent();
        assertThat(Workers.output(results, 19)).contains("attune: {");
    }

    @Test
    void pythonFunctionsThatArePausedAtEachRung() throws Exception {
        Study study = run("quickstart");
        assertThat(study.trials()).hasSize(49).allMatch(trial -> trial.state().isFinal());
        assertThat(study.count(TrialState.FAILED)).isZero();
        assertThat(study.trials())
                .filteredOn(trial -> trial.attempts().size() > 1)
                .isNotEmpty();
        assertThat(study.trials()).filteredOn(trial -> trial.step() == 27).isNotEmpty();
        Trial best = study.best().orElseThrow();
        assertThat(best.best())
                .map(report -> results.resolve(report.checkpoint().orElseThrow()))
                .get()
                .satisfies(folder -> assertThat(folder).isNotEmptyDirectory());
    }
}
