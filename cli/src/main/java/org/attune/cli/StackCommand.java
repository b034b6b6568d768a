package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.cluster.HeadOptions;
import org.attune.study.Attempt;
import org.attune.study.Placement;
import org.attune.study.Trial;
import org.attune.trial.stack.Stacks;
import org.attune.trial.stack.TrialProcesses;
import org.attune.wire.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "stack",
        header = "Shows what a running trial is doing now: the stack of each of its processes.",
        description = {
            "",
            "Of Python processes py-spy tells, where it is installed and may look; else they tell themselves, if they "
                    + "imported attune. Of Java processes jstack tells. The trial goes on, and nothing shows in its output."
        },
        footer = {"  attune stack cgconv 14", "  attune stack cgconv 14 --cluster DIR"})
final class StackCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Mixin
    private HeadOptions head;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        OptionalLong process = here();
        if (process.isPresent()) {
            out.print(new Stacks(System.getenv()).of(process.getAsLong()));
        } else {
            for (Map<String, Object> part : head.ask(new Question.Stack(study.name(), trial))) {
                out.print("on " + part.get("worker") + ":\n" + part.get("text"));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The trial's process, if it runs on this machine; a study that is nowhere to be found may be one of the cluster's. */
    private OptionalLong here() throws IOException {
        try {
            LoadedStudy loaded = study.load();
            return process(loaded, Trials.find(loaded, trial));
        } catch (UnknownStudyException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong process(LoadedStudy loaded, Trial one) throws IOException {
        List<Attempt> attempts = one.attempts();
        if (loaded.head().isEmpty() || !loaded.study().running().contains(trial)) {
            throw new BadInput("trial " + trial + " of '" + loaded.name() + "' does not run: it is "
                    + (loaded.head().isEmpty() ? "in a study that nobody runs now" : one.state()) + ".");
        }
        Placement placement = attempts.get(attempts.size() - 1)
                .placement()
                .orElseThrow(() -> new BadInput("trial " + trial + " of '" + loaded.name()
                        + "' is about to begin: it has no process yet. Ask again in a moment."));
        boolean isHere =
                TrialProcesses.isOf(placement.pid(), loaded.head().get().pid());
        return isHere ? OptionalLong.of(placement.pid()) : OptionalLong.empty();
    }
}
