package org.attune.cli.slurm;

import org.attune.cli.slurm.chain.LinkCommand;
import org.attune.cli.slurm.submit.SubmitCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "slurm",
        header = "What is done with Slurm from outside a job.",
        customSynopsis = "attune slurm COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            SubmitCommand.class,
            SlurmStatusCommand.class,
            SlurmLogsCommand.class,
            SlurmCancelCommand.class,
            LinkCommand.class,
            SlurmConvertCommand.class
        },
        footer = {"  attune slurm submit study.yaml --nodes 4 --time 00:30:00", "  attune slurm status"})
public final class SlurmCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
