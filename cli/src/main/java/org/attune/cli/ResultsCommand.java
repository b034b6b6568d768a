package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.analysis.Results;
import org.attune.analysis.Row;
import org.attune.analysis.TableFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "results",
        header = "Prints what the trials of a study came to: a row a trial, or a row a report.",
        footer = {
            "  attune results cgconv",
            "  attune results cgconv --format csv > trials.csv",
            "  attune results cgconv --reports --format jsonl | jq .metrics"
        })
final class ResultsCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Option(names = "--reports", description = "A row a report, not a row a trial.")
    private boolean reports;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (the default), csv or jsonl (a JSON object a line).")
    private TableFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Results results = new Results(study.load());
        Iterable<? extends Row> rows = reports ? results.reports() : results.trials();
        PrintWriter out = spec.commandLine().getOut();
        Tables tables = format == TableFormat.TABLE ? Tables.of(out) : new Tables(out, Integer.MAX_VALUE);
        tables.print(rows, format);
        return ExitCode.OK;
    }
}
