package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.analysis.BestRow;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "best",
        header = "Shows the best trial of a study.",
        footer = {
            "  attune best cgconv",
            "  attune best cgconv --json | jq .config        its configuration, for a script"
        })
final class BestCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Option(names = "--json", description = "One JSON object: the trial's row, with checkpoint.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        LoadedStudy loaded = study.load();
        BestRow best = new Results(loaded)
                .best()
                .orElseThrow(() -> new BadInput("no trial of the study '" + loaded.name() + "' has reported "
                        + loaded.study().objective().metric() + " as a number yet."));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(best.toJson()));
        } else {
            new BestText(loaded.study().objective().metric(), best).print(out);
        }
        return ExitCode.OK;
    }
}
