package org.attune.cli;

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
        footer = {"  attune help", "  attune help run"})
final class HelpCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to tell about.")
    private String command;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine about = command == null ? root : root.getSubcommands().get(command);
        if (about == null) {
            throw new UnmatchedArgumentException(root, List.of(command));
        }
        about.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
