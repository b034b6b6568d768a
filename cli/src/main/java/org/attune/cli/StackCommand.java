package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.study.Attempt;
import org.attune.study.Placement;
import org.attune.study.Trial;
import org.attune.trial.stack.Stacks;
import org.attune.trial.stack.TrialProcesses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "stack",
        header = "Shows what a running trial is doing now: the stack of each of its processes.",
        description = {
            "Of Python processes py-spy tells, where it is installed and may look; else they tell themselves, if they "
                    + "imported attune. Of Java processes jstack tells. The trial goes on, and nothing shows in its output."
        },
        footer = {"  attune stack cgconv 14"})
final class StackCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        LoadedStudy loaded = study.load();
        PrintWriter out = spec.commandLine().getOut();
        out.print(new Stacks(System.getenv()).of(process(loaded, Trials.find(loaded, trial))));
        out.flush();
        return ExitCode.OK;
    }

    private long process(LoadedStudy loaded, Trial one) throws IOException {
        List<Attempt> attempts = one.attempts();
        if (loaded.head().isEmpty() || !loaded.study().running().contains(trial)) {
            throw new BadInput("trial " + trial + " of '" + loaded.name() + "' does not run: it is "
                    + (loaded.head().isEmpty() ? "in a study that nobody runs now" : one.state()) + ".");
        }
        Placement placement = attempts.get(attempts.size() - 1)
                .placement()
                .orElseThrow(() -> new BadInput("trial " + trial + " of '" + loaded.name()
                        + "' is about to begin: it has no process yet. Ask again in a moment."));
        if (!TrialProcesses.isOf(placement.pid(), loaded.head().get().pid())) {
            throw new BadInput(
                    "trial " + trial + " of '" + loaded.name() + "' does not run on this machine: its process "
                            + placement.pid() + " is on "
                            + attempts.get(attempts.size() - 1).worker() + ", and the study's head on "
                            + loaded.head().get().host() + ". Ask there.");
        }
        return placement.pid();
    }
}
