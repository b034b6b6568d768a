package org.attune.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
        name = "help",
        header = "Shows help, of Attune or of a command.",
        footer = {"  attune help", "  attune help run", "  attune help space convert"})
final class HelpCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command to tell about.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine about = spec.root().commandLine();
        for (String word : words) {
            CommandLine command = about.getSubcommands().get(word);
            if (command == null) {
                throw new UnmatchedArgumentException(about, List.of(word));
            }
            about = command;
        }
        about.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
