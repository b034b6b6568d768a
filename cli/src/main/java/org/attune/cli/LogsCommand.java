package org.attune.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.cli.cluster.Headless;
import org.attune.study.Trial;
import org.attune.trial.OutputReader;
import org.attune.trial.RankedLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        header = "Prints what a trial printed.",
        footer = {"  attune logs cgconv 14", "  attune logs cgconv 14 -f      go on until the trial ends"})
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it prints from now on, until it ends.")
    private boolean follow;

    @ParentCommand
    private AttuneCommand attune;

    @Spec
    private CommandSpec spec;

    private final RankedLines lines = new RankedLines(this::write);
    private boolean isOfSeveral;
    private boolean printed;
    private int shown;

    @Override
    public Integer call() throws IOException {
        LoadedStudy loaded = study.load();
        Trial asked = Trials.find(loaded, trial);
        isOfSeveral =
                loaded.spec(trial).get("resources") instanceof Map<?, ?> resources && resources.containsKey("nodes")
                        || asked.attempts().stream()
                                .anyMatch(attempt -> attempt.worker().contains("+"));
        if (follow) {
            try (Interrupts interrupts = new Interrupts();
                    Following following = new Following(loaded.folder(), trial)) {
                interrupts.are(LogsCommand::leave, LogsCommand::leave);
                following.run(new Following.Listener() {
                    @Override
                    public boolean hear(OutputReader reader) throws IOException {
                        return print(reader);
                    }

                    @Override
                    public void say(String sentence) {
                        LogsCommand.this.say(sentence);
                    }
                });
            }
        } else {
            try (OutputReader reader = new OutputReader(loaded.folder(), trial)) {
                print(reader);
            } catch (NoSuchFileException e) {
                printed = false;
            }
        }
        lines.finish();
        if (follow) {
            Headless.sentence(study.load()).ifPresent(this::say);
        }
        if (!printed) {
            say("trial " + trial + " has printed nothing.");
        }
        return ExitCode.OK;
    }

    /** What is new; false once nobody reads it any more. */
    private boolean print(OutputReader reader) throws IOException {
        reader.read(isOfSeveral ? lines : (attempt, rank, bytes) -> write(attempt, bytes));
        return !attune.bytes().checkError();
    }

    private void write(int attempt, byte[] bytes) {
        PrintStream out = attune.bytes();
        if (attempt != shown && shown != 0) {
            out.flush();
            say("from here on attempt " + attempt);
        }
        shown = attempt;
        printed = true;
        out.write(bytes, 0, bytes.length);
    }

    /** Beside the output, which is the trial's alone. */
    private void say(String remark) {
        spec.commandLine().getErr().println("[attune: " + remark + "]");
    }

    private static void leave() {
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
