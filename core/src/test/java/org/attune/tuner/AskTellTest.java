package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.space.SearchSpace;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.study.Verdict;
import org.attune.tuner.AskTell.Ask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskTellTest {
    private static final StudySpec HYPERBAND = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17);

    @TempDir
    private Path folder;

    @Test
    void aLoopOfOnesOwnRunsAWholeStudy() {
        Study study = loop(AskTell.of(HYPERBAND), Integer.MAX_VALUE);
        assertThat(study.trials()).hasSize(17).allMatch(trial -> trial.state().isFinal());
        assertThat(study.best()).isPresent();
    }

    @Test
    void anAskHasDerivedValuesAndATrialThatHasNoneFails() {
        StudySpec spec = StudySpec.builder("test")
                .minimize("loss")
                .space(SearchSpace.builder()
                        .integer("x", 0, 1_000_000)
                        .uniform("adam.beta", 0, 1)
                        .build())
                .derived("inverse", "1 / (x - 500001)")
                .derived("adam.rest", "1 - adam.beta")
                .initial(Map.of("x", 500_001))
                .initial(Map.of("x", 500_003, "adam.beta", 0.25))
                .random()
                .stopAtStep(1)
                .trials(3)
                .build();
        AskTell study = AskTell.of(spec);
        Ask ask = study.ask().orElseThrow();

        assertThat(ask.trial()).isEqualTo(1);
        assertThat(ask.configuration().number("inverse")).isEqualTo(0.5);
        assertThat(ask.configuration().nested()).containsEntry("adam", Map.of("beta", 0.25, "rest", 0.75));
        Trial failed = study.study().trial(0);
        assertThat(failed.state()).isEqualTo(TrialState.FAILED);
        assertThat(failed.attempts().get(0).message())
                .isEqualTo(
                        "the derived value 'inverse' cannot be computed from 1 / (x - 500001) with {x: 500001}: 1 is divided by zero.");
        assertThat(study.study().trial(1).configuration().values()).containsOnlyKeys("x", "adam.beta");
    }

    @Test
    void severalAsksMayBeOpenAndNothingIsToBeDoneBeforeOneIsToldAbout() {
        AskTell study = AskTell.of(Specs.random(new SchedulerSpec.HyperBand(3, 3, 1), 3));
        List<Ask> open = new ArrayList<>();
        for (Optional<Ask> ask = study.ask(); ask.isPresent(); ask = study.ask()) {
            open.add(ask.get());
        }
        assertThat(open).hasSize(3);
        assertThat(study.tell(open.get(0), 1, Map.of("loss", 0.1))).contains(Verdict.PAUSE);
        assertThat(study.ask()).isEmpty();
        study.fail(open.get(1), "boom");
        assertThat(study.tell(open.get(2), 1, Map.of("loss", 0.2))).contains(Verdict.STOP);
        Ask resumed = study.ask().orElseThrow();
        assertThat(resumed.trial()).isZero();
        assertThat(resumed.attempt()).isEqualTo(2);
        assertThat(resumed.step()).isEqualTo(1);
        assertThat(resumed.until()).hasValue(3);
    }

    @Test
    void whatIsToldWronglyIsRefusedAndChangesNothing() {
        AskTell study = AskTell.of(HYPERBAND);
        Ask ask = study.ask().orElseThrow();
        assertThatThrownBy(() -> study.tell(ask, 1, Map.of("los", 1.0))).hasMessageContaining("'loss'", "los");
        assertThatThrownBy(() -> study.tell(ask, 0, Map.of("loss", 1.0))).hasMessageContaining("must rise");
        study.tell(ask, 1, Map.of("loss", 1.0));
        assertThatThrownBy(() -> study.tell(ask, 2, Map.of("loss", 1.0))).hasMessageContaining("closed");
        assertThat(study.study().trial(0).reports()).hasSize(1);
    }

    @Test
    void aTrialThatIsFinishedIsComplete() {
        AskTell study = AskTell.of(Specs.random(new SchedulerSpec.Fifo(), 1));
        Ask ask = study.ask().orElseThrow();
        study.tell(ask, 1, Map.of("loss", 1.0));
        study.finish(ask);
        assertThat(study.study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
        assertThat(study.ask()).isEmpty();
    }

    @Test
    void aStudyInAFolderGoesOnWhenItIsOpenedAgain() throws IOException {
        for (int reports = 3; reports < 12; reports += 4) {
            try (AskTell study = AskTell.open(folder, HYPERBAND)) {
                loop(study, reports);
            }
            assertThat(LoadedStudy.read(folder).study().endReason()).isEmpty();
        }
        try (AskTell study = AskTell.open(folder, HYPERBAND)) {
            loop(study, Integer.MAX_VALUE);
        }
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trials()).hasSize(17).allMatch(trial -> trial.state().isFinal());
        assertThat(study.endReason()).contains("trials");
    }

    /** Trains what is asked for until nothing is, or so many reports were told; an ask may stay open then. */
    private static Study loop(AskTell study, int reports) {
        int told = 0;
        for (Optional<Ask> ask = study.ask(); ask.isPresent(); ask = study.ask()) {
            Optional<Verdict> verdict = Optional.empty();
            for (int step = ask.get().step() + 1; verdict.isEmpty(); step++) {
                if (told++ == reports) {
                    return study.study();
                }
                double loss = ask.get().configuration().number("x") / step;
                verdict = study.tell(ask.get(), step, Map.of("loss", loss));
            }
        }
        return study.study();
    }
}
