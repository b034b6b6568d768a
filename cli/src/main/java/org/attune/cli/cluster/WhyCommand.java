package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.text.Json;
import org.attune.wire.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "why",
        header = "Tells what a trial on a cluster waits for, or where it runs.",
        footer = {"  attune why cgconv 14", "  attune why cgconv 14 --json | jq -r .line"})
public final class WhyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "STUDY", description = "Name of the study.")
    private String study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Mixin
    private HeadOptions head;

    @Option(names = "--json", description = "An object a line: line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Map<String, Object>> lines = head.ask(new Question.Why(study, trial));
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(line -> out.println(json ? Json.text(line) : line.get("line")));
        return ExitCode.OK;
    }
}
