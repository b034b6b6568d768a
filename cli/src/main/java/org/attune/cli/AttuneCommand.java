package org.attune.cli;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "attune",
        header = "Finds the hyperparameters that train best.",
        customSynopsis = "attune COMMAND [OPTIONS]",
        versionProvider = VersionText.class,
        commandListHeading = "%nCommands:%n",
        footer = {
            "  attune run study.yaml             tune, or go on where it was left",
            "  attune best cgconv                the best trial of a study",
            "  attune help run                   more about a command"
        })
public final class AttuneCommand implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            hidden = true,
            description = "Show where in the program an error came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private final PrintStream out;

    AttuneCommand(PrintStream out) {
        this.out = out;
    }

    /** Standard output for what need not be text. */
    public PrintStream bytes() {
        return out;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
