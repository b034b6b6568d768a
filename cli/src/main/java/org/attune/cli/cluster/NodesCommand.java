package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.cli.ShellText;
import org.attune.cli.Tables;
import org.attune.text.Json;
import org.attune.wire.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "nodes",
        header = "Lists the workers of a cluster: what each was granted, and what is free of it.",
        footer = {
            "  attune nodes",
            "  attune nodes --why                         where each number comes from",
            "  attune nodes --json | jq -s 'map(.cpu) | add'"
        })
public final class NodesCommand implements Callable<Integer> {

    @Mixin
    private HeadOptions head;

    @Option(names = "--why", description = "Print each number with its source.")
    private boolean why;

    @Option(
            names = "--json",
            description =
                    "An object a line: id, host, pid, state, cpu, gpus, memory, custom, labels, free (cpu, gpu, memory, custom), since, until, passed_over (why, by study), and with --why sources.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Map<String, Object>> nodes = head.ask(new Question.Nodes(why));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            nodes.forEach(node -> out.println(Json.text(node)));
        } else if (nodes.isEmpty()) {
            out.println("No worker is there. Start one, on any machine that sees the folder: "
                    + head.folder().command(ShellText.called(System.getenv()), "worker"));
        } else if (why) {
            nodes.forEach(node -> new NodeText(node).printWhy(out));
        } else {
            Instant now = Instant.now();
            Tables.of(out)
                    .printWhole(nodes.stream()
                            .map(node -> new NodeText(node).row(now))
                            .toList());
            nodes.forEach(node -> new NodeText(node).printPassedOver(out));
        }
        return ExitCode.OK;
    }
}
