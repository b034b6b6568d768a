package org.attune.cli.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.analysis.TableFormat;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.Tables;
import org.attune.spec.SpaceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        header = "Draws configurations of a search space at random.",
        description = {
            "",
            "Each is drawn by the priors and weights of the space, and obeys its conditions and forbidden clauses. The same seed draws the same."
        },
        footer = {
            "  attune space sample space.yaml",
            "  attune space sample space.json -n 1000 --seed 1 --format jsonl > configurations.jsonl",
            "  attune space sample study.yaml -n 100 --format csv | head"
        })
final class SpaceSampleCommand implements Callable<Integer> {

    @Mixin
    private SpaceFileArgument file;

    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many (default: 10).")
    private long number;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Another one draws others (default: 0).")
    private long seed;

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
        if (number < 0) {
            throw new BadInput("-n must be 0 or more, but got " + number + ".");
        }
        SpaceFile read = file.read();
        PrintWriter out = spec.commandLine().getOut();
        // In a table or CSV a column for each parameter, in each sample the same.
        boolean whole = format != TableFormat.JSONL;
        Samples samples = new Samples(read.document().space(), seed, number, whole, out::checkError);
        Tables tables = format == TableFormat.TABLE ? Tables.of(out) : new Tables(out, Integer.MAX_VALUE);
        tables.print(samples, format);
        return ExitCode.OK;
    }
}
