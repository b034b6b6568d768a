package org.attune;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.attune.analysis.StudyFolders;
import org.attune.spec.StudySpec;
import org.attune.study.Study;
import org.attune.tuner.Capacity;
import org.attune.tuner.InProcessRunner;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;

/**
 * The front door for Java programs: tunes a lambda in this process.
 *
 * <pre>{@code
 * StudySpec spec = StudySpec.builder("bowl")
 *         .minimize("loss")
 *         .space(SearchSpace.builder().uniform("x", -5, 5).logUniform("lr", 1e-4, 1).build())
 *         .trials(50)
 *         .build();
 * Study study = Attune.run(spec, trial -> trial.report(Map.of("loss", train(trial.configuration().number("lr")))));
 * }</pre>
 *
 * <p>For a loop of one's own see {@link org.attune.tuner.AskTell}.
 */
public final class Attune {
    private Attune() {}

    /**
     * Runs a study to its end, or continues one that was begun, in the folder where {@code attune results} looks for it.
     * Blocks until then.
     *
     * @param trainable called by several threads at once: as many as there are processors and the study allows. What it
     *     throws fails its trial, not the study
     * @return the study as it ended
     * @throws org.attune.tuner.SpecChangedException if the study was begun with another definition
     * @throws org.attune.journal.StudyBusyException if another process runs it
     * @throws IOException if its folder cannot be written
     */
    public static Study run(StudySpec spec, JavaTrainable trainable) throws IOException {
        return run(spec, trainable, StudyFolders.standard().folder(spec.study()));
    }

    /** As {@link #run(StudySpec, JavaTrainable)}, in a folder of the caller's choice. */
    public static Study run(StudySpec spec, JavaTrainable trainable, Path folder) throws IOException {
        return run(spec, trainable, folder, Opening.standard());
    }

    /**
     * As {@link #run(StudySpec, JavaTrainable, Path)}. With {@code Opening.standard().acceptingChanges(true)} the study's
     * space may have changed since it was begun.
     */
    public static Study run(StudySpec spec, JavaTrainable trainable, Path folder, Opening opening) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        int slots = Math.max(1, Math.min(processors, spec.maxParallel().orElse(Integer.MAX_VALUE)));
        Capacity capacity = new Capacity(slots, processors + " processors of the Java virtual machine");
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, opening, Clock.systemUTC())) {
            if (opened.outcome().isEmpty()) {
                opened.tuner(new InProcessRunner(trainable, capacity, folder), (study, events) -> {})
                        .run();
            }
            return opened.planner().study();
        }
    }
}
