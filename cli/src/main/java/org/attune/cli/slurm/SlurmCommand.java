package org.attune.cli.slurm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "slurm",
        header = "What is done with Slurm from outside a job.",
        customSynopsis = "attune slurm COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        footer = {"  attune slurm --help"})
public final class SlurmCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
