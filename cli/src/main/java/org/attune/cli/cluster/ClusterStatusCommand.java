package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.text.Json;
import org.attune.wire.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        header = "Shows a cluster: its head, its workers, its studies.",
        footer = {"  attune cluster status", "  attune cluster status --json | jq .workers"})
final class ClusterStatusCommand implements Callable<Integer> {

    @Mixin
    private HeadOptions head;

    @Option(
            names = "--json",
            description =
                    "One JSON object: cluster, epoch, host, pid, port, version, started, time, workers, cpu, gpu, memory, free (cpu, gpu, memory), studies, sessions.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> status = head.ask(new Question.Status()).get(0);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(status));
        } else {
            new ClusterText(status).print(out);
        }
        return ExitCode.OK;
    }
}
