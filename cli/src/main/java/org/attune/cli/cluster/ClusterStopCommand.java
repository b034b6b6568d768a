package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "stop",
        header = "Ends a cluster: its studies pause, its workers leave, its head ends.",
        description = {
            "",
            "Trials save what they have first. A study goes on with the command that put it there, on this cluster started again or on another."
        },
        footer = {
            "  attune cluster stop",
            "  attune cluster stop --now                  without waiting for trials to save"
        })
final class ClusterStopCommand implements Callable<Integer> {

    @Mixin
    private HeadOptions head;

    @Option(names = "--now", description = "End all trials at once; they go on from their last checkpoint later.")
    private boolean now;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (HeadAccess access = head.dial()) {
            new Stopping(access).run(now, line -> {
                out.println(line);
                out.flush();
            });
        }
        out.println("The cluster has ended: its studies are paused, and its workers have left.");
        return ExitCode.OK;
    }
}
