package org.attune.cli.slurm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.HomeFolder;
import org.attune.cli.BadInput;
import org.attune.cli.Interrupts;
import org.attune.cli.ShellText;
import org.attune.cli.Terminals;
import org.attune.cli.ThisProgram;
import org.attune.cli.Words;
import org.attune.engine.slurm.StepShape;
import org.attune.machine.SearchPath;

/**
 * A command in an allocation's script or shell, done by a step of the same command over all of the allocation.
 *
 * @param environment of this process
 */
public record OwnStep(StepShape shape, Map<String, String> environment) {

    /** Absent if this is no script or shell of an allocation, or one of which this process has all. */
    public static Optional<OwnStep> of(Map<String, String> environment) {
        return StepShape.of(environment).map(shape -> new OwnStep(shape, environment));
    }

    /**
     * @param arguments of this program
     * @param isShared whether other steps get what this one has
     * @param terminal on which the first task may draw
     * @return the step's exit code
     */
    public int run(List<String> arguments, boolean isShared, Optional<Terminals> terminal, PrintWriter err)
            throws IOException, InterruptedException {
        if (environment.containsKey("SLURM_HET_SIZE")) {
            throw new BadInput("a job of several parts needs a step over those that are meant: 'srun --het-group=0,1 "
                    + ShellText.line("attune", arguments) + "'. --no-srun runs it on this machine alone.");
        } else if (!isOnPath("srun")) {
            throw new BadInput(
                    "this allocation has " + Words.count(shape.nodes(), "node")
                            + ", but there is no srun on the PATH to start workers there. Load it (module load slurm), or say --no-srun to run on this machine alone.");
        }
        err.println(ShellText.line("srun", shape.options()) + " (--no-srun: on this machine alone)");
        err.flush();
        ProcessBuilder builder = new ProcessBuilder(command(arguments, terminal.isPresent()))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Path folder = HomeFolder.of(environment).resolve(".attune").resolve("slurm");
        try (StepCode code = StepCode.expected(folder, builder.environment());
                Interrupts interrupts = new Interrupts()) {
            StepOrders.announce(builder.environment());
            terminal.ifPresent(screen -> StepTerminal.announce(screen, builder.environment()));
            if (isShared) {
                builder.environment().put("SLURM_OVERLAP", "1");
            }
            Process step = builder.start();
            StepOrders orders = new StepOrders(step.getOutputStream());
            terminal.ifPresent(screen -> screen.onResize(() -> orders.resized(StepTerminal.size(screen))));
            Runnable end = () -> orders.end(interrupts.isOfKeyboard());
            interrupts.are(end, end);
            return code.of(step.waitFor());
        }
    }

    /** What site or header say otherwise would end a step because one of its workers ended early or not well, or keep the environment from it. Of its own session, so that a terminal's Ctrl-C does not reach it: it would kill trials that are to save first. */
    private List<String> command(List<String> arguments, boolean isDrawn) {
        List<String> words = new ArrayList<>();
        if (isOnPath("setsid")) {
            words.add("setsid");
        }
        words.addAll(List.of("srun", "--export=ALL", "--wait=0", "--kill-on-bad-exit=0", "--no-kill"));
        words.addAll(List.of("--mpi=none", "--input=0"));
        if (isDrawn) {
            words.add("--unbuffered"); // else what is behind the last line comes with the next picture
        }
        words.addAll(shape.options());
        words.add(ThisProgram.file().toString());
        words.addAll(arguments);
        return words;
    }

    private boolean isOnPath(String program) {
        return SearchPath.find(program, environment.getOrDefault("PATH", "")).isPresent();
    }
}
