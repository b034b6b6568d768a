package org.attune.cli.slurm.submit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.cli.ShellText;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.JobSetup;
import org.attune.text.ShellQuote;

/**
 * The script of a job that runs a study, as one would write it by hand.
 *
 * @param options of {@code sbatch}
 * @param modules environment modules that are loaded
 * @param setup lines of shell that are run after that
 * @param results folder of all studies, where that is not the usual one
 * @param program Attune
 * @param run words of {@code attune run}: the study file first
 * @param chain folder of the submission, if allocations follow each other
 */
record BatchScript(
        SbatchOptions options,
        List<String> modules,
        List<String> setup,
        Optional<Path> results,
        Path program,
        List<String> run,
        Optional<Path> chain) {

    BatchScript {
        modules = List.copyOf(modules);
        setup = List.copyOf(setup);
        run = List.copyOf(run);
    }

    String text() {
        List<String> lines = new ArrayList<>(List.of("#!/bin/bash"));
        lines.addAll(options.header().lines().toList());
        lines.add("");
        lines.addAll(JobSetup.lines(modules, setup));
        results.ifPresent(root -> lines.add("export ATTUNE_RESULTS=" + ShellQuote.of(root.toString())));
        end().ifPresent(lines::add);
        if (!lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
        List<String> command = command();
        lines.addAll(EarlySignal.of(options)
                .filter(EarlySignal::toShell)
                .map(signal -> signal.passedOn(command))
                .orElse(command));
        return String.join("\n", lines) + "\n";
    }

    private List<String> command() {
        List<String> lines = new ArrayList<>();
        chain.ifPresent(folder -> {
            lines.add("# Has the next allocation wait for the end of this one, as long as the study is not over.");
            lines.add(attune(List.of("slurm", "link", folder.toString(), "--")) + " \\");
        });
        lines.add((chain.isPresent() ? "    " : "") + srun() + " " + attune(words("run", run)));
        return lines;
    }

    /** For nodes that cannot ask Slurm, of a version that does not say it. Of allocations that follow each other each has its own limit; where Slurm may choose one, it is not known. */
    private Optional<String> end() {
        return chain.isPresent() || options.has("time-min")
                ? Optional.empty()
                : options.time().map(limit -> AllocationEnd.line(limit, "command -v scontrol > /dev/null"));
    }

    /** A node that is lost ends its own task alone. The number of CPUs must be said again since Slurm 22.05. */
    private String srun() {
        return "srun --no-kill --kill-on-bad-exit=0"
                + options.value("cpus-per-task")
                        .map(count -> " --cpus-per-task=" + ShellQuote.of(count))
                        .orElse("");
    }

    private String attune(List<String> words) {
        return ShellText.line(ShellQuote.of(program.toString()), words);
    }

    private static List<String> words(String first, List<String> rest) {
        List<String> words = new ArrayList<>(List.of(first));
        words.addAll(rest);
        return words;
    }

    /** What is asked for unless the study file or the command line say otherwise. */
    static SbatchOptions standard(String study, Path logs) {
        SbatchOptions name = new SbatchOptions(Map.of("job-name", study));
        return name.with(Map.of("ntasks-per-node", "1"))
                .with(Map.of("output", logs.resolve("%j.log").toString()))
                .with(Map.of("open-mode", "append"))
                .with(Map.of("no-kill", ""))
                .with(Map.of("requeue", ""));
    }
}
