package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.cluster.HeadOptions;
import org.attune.cli.cluster.Headless;
import org.attune.cli.cluster.NoHead;
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
        OptionalLong process = OptionalLong.empty();
        Optional<UnknownStudyException> unknown = Optional.empty();
        try {
            LoadedStudy loaded = study.load();
            process = process(loaded, Trials.find(loaded, trial));
        } catch (UnknownStudyException e) {
            unknown = Optional.of(e);
        }
        if (process.isPresent()) {
            out.print(new Stacks(System.getenv()).of(process.getAsLong()));
        } else {
            asked(unknown).forEach(part -> out.print("on " + part.get("worker") + ":\n" + part.get("text")));
        }
        out.flush();
        return ExitCode.OK;
    }

    /** What workers say of it. A study that is nowhere to be found here may be one of the cluster's. */
    private List<Map<String, Object>> asked(Optional<UnknownStudyException> unknown)
            throws IOException, InterruptedException {
        try {
            return head.ask(new Question.Stack(study.name(), trial));
        } catch (NoHead e) {
            if (unknown.isPresent()) {
                throw new BadInput(unknown.get().getMessage() + " Nor is there a cluster to ask: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** The trial's process, if it runs on this machine. */
    private OptionalLong process(LoadedStudy loaded, Trial one) throws IOException {
        List<Attempt> attempts = one.attempts();
        if (loaded.head().isEmpty() || !loaded.study().running().contains(trial)) {
            throw new BadInput(Headless.sentence(loaded)
                    .map(why ->
                            "nobody can be asked what trial " + trial + " of '" + loaded.name() + "' is doing. " + why)
                    .orElseGet(() -> "trial " + trial + " of '" + loaded.name() + "' does not run: it is "
                            + (loaded.head().isEmpty() ? "in a study that nobody runs now" : Words.of(one.state()))
                            + "."));
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
