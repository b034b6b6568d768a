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
 * @param parts what the step takes of each part of the job
 * @param environment of this process
 */
public record OwnStep(List<StepShape> parts, Map<String, String> environment) {

    /** Absent if this is no script or shell of an allocation, or one of which this process has all. */
    public static Optional<OwnStep> of(Map<String, String> environment) {
        return Optional.of(new OwnStep(StepShape.of(environment), environment)).filter(step -> !step.parts.isEmpty());
    }

    /**
     * @param arguments of this program
     * @param isShared whether other steps get what this one has
     * @param terminal on which the first task may draw
     * @return the step's exit code
     */
    public int run(List<String> arguments, boolean isShared, Optional<Terminals> terminal, PrintWriter err)
            throws IOException, InterruptedException {
        if (!isOnPath("srun")) {
            int nodes = parts.stream().mapToInt(StepShape::nodes).sum();
            throw new BadInput(
                    "this allocation has " + Words.count(nodes, "node")
                            + ", but there is no srun on the PATH to start workers there. Load it (module load slurm), or say --no-srun to run on this machine alone.");
        }
        err.println(ShellText.line("srun", shown()) + " (--no-srun: on this machine alone)");
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
            interrupts.warn(orders::warn);
            return code.of(step.waitFor());
        }
    }

    /**
     * What site or header say otherwise would end a step because one of its workers ended early or not well, or keep
     * the environment from it. Of its own session, so that a terminal's Ctrl-C does not reach it: it would kill trials
     * that are to save first.
     */
    private List<String> command(List<String> arguments, boolean isDrawn) {
        List<String> words = new ArrayList<>();
        if (isOnPath("setsid")) {
            words.add("setsid");
        }
        words.add("srun");
        for (int part = 0; part < parts.size(); part++) {
            if (part > 0) {
                words.add(":");
            }
            words.addAll(List.of("--export=ALL", "--wait=0", "--kill-on-bad-exit=0", "--no-kill", "--mpi=none"));
            // To the first task of all.
            words.add(part == 0 ? "--input=0" : "--input=none");
            if (isDrawn) {
                words.add("--unbuffered"); // else what is behind the last line comes with the next picture
            }
            words.addAll(options(part));
            words.add(ThisProgram.file().toString());
            words.addAll(arguments);
        }
        return words;
    }

    private List<String> options(int part) {
        List<String> options = new ArrayList<>();
        if (parts.size() > 1) {
            options.add("--het-group=" + part);
        }
        options.addAll(parts.get(part).options());
        return options;
    }

    /** What matters of the command line. */
    private List<String> shown() {
        List<String> words = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            if (part > 0) {
                words.add(":");
            }
            words.addAll(options(part));
        }
        return words;
    }

    private boolean isOnPath(String program) {
        return SearchPath.find(program, environment.getOrDefault("PATH", "")).isPresent();
    }
}
