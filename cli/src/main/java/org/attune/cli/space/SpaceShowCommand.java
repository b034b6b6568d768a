package org.attune.cli.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.cli.Tables;
import org.attune.cli.Terminals;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        header = "Shows a search space: its parameters, its conditions, what is forbidden and how much that is.",
        footer = {"  attune space show study.yaml", "  attune space show space.json --json | jq .forbidden_share"})
final class SpaceShowCommand implements Callable<Integer> {

    @Mixin
    private SpaceFileArgument file;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SpaceText text = SpaceText.of(file.name(), file.read());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(text.json()));
        } else {
            text.print(Tables.of(out), Terminals.theme(System.getenv()).unicode());
        }
        return ExitCode.OK;
    }
}
