package org.attune.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Prints a script by which a shell completes commands and options.",
        footer = {
            "  source <(attune completion bash)                 for this shell",
            "  attune completion bash > ~/.local/share/bash-completion/completions/attune",
            "  echo 'source <(attune completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        // The script that bash takes is one for zsh too: it loads zsh's own bashcompinit first.
        spec.commandLine().getOut().print(AutoComplete.bash("attune", root));
        return ExitCode.OK;
    }
}
