package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        header = "Shows one trial: its configuration, attempts and reports.",
        footer = {"  attune show cgconv 14", "  attune show cgconv 14 --json | jq .reports"})
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Option(
            names = "--json",
            description = "One JSON object: the trial's row, with history (its attempts) and reports.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        LoadedStudy loaded = study.load();
        TrialText text = new TrialText(loaded, Trials.find(loaded, trial));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(text.json()));
        } else {
            text.print(Tables.of(out));
        }
        return ExitCode.OK;
    }
}
