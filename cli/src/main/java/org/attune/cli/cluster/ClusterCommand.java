package org.attune.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "cluster",
        header = "Starts, shows and stops a cluster: a head, which workers on any machine join.",
        customSynopsis = "attune cluster COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        subcommands = {ClusterStartCommand.class, ClusterStatusCommand.class, ClusterStopCommand.class},
        footer = {
            "  attune cluster start        a head, in the background",
            "  attune worker               a worker, on any machine that sees the folder",
            "  attune cluster status       workers, studies, what is free",
            "  attune cluster stop"
        })
public final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
