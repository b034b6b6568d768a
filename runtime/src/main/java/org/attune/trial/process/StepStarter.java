package org.attune.trial.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.attune.engine.slurm.TrialStep;
import org.attune.spec.Resources;

/** Starts each program as a job step of its own. */
public final class StepStarter implements ProcessStarter {
    private final ProcessStarter starter;
    private final TrialStep step;
    private final String study;
    private final Resources each;

    /**
     * @param starter starts the {@code srun} of each
     * @param study name of the study, for the names of steps
     * @param each what each step gets
     */
    public StepStarter(ProcessStarter starter, TrialStep step, String study, Resources each) {
        this.starter = starter;
        this.step = step;
        this.study = study;
        this.each = each;
    }

    @Override
    public TrialProcess start(StartRequest request, CompletableFuture<Void> turnedAway)
            throws IOException, InterruptedException {
        Map<String, String> environment = new TreeMap<>(request.environment());
        TrialStep.clean(environment);
        List<String> words = step.words(
                study + "-" + request.trial(), each.cpu(), each.memory(), (int) Math.ceil(each.gpu()), request.words());
        StartRequest asStep = new StartRequest(
                request.trial(),
                request.attempt(),
                words,
                Optional.empty(),
                environment,
                List.of(),
                OptionalInt.empty());
        return new StepProcess(starter.start(asStep, turnedAway), Launcher.marks(asStep));
    }

    @Override
    public void awaitWarm(Duration limit) throws InterruptedException {
        starter.awaitWarm(limit);
    }

    @Override
    public Optional<String> refusal(String lastWords) {
        return TrialStep.refusal(lastWords);
    }

    @Override
    public void close() {
        starter.close();
    }
}
