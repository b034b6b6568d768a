package org.attune.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.analysis.TableFormat;
import org.attune.spec.Times;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The command line as a function of its arguments, with an exit code for an answer. */
public final class Cli {
    private final PrintStream out;
    private final PrintStream err;

    public Cli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public int run(String... args) {
        PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
        Optional<Callable<Integer>> known = KnownCalls.of(List.of(args), System.getenv(), errors);
        return known.isPresent() ? run(known.get(), errors) : run(args, errors);
    }

    private static int run(Callable<Integer> known, PrintWriter errors) {
        try {
            return known.call();
        } catch (Exception e) {
            return Complaints.about(e, errors, false);
        }
    }

    private int run(String[] args, PrintWriter errors) {
        PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new AttuneCommand(out));
        Commands.addNeeded(line, args);
        line.setOut(writer);
        line.setErr(errors);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.registerConverter(TableFormat.class, Cli::format);
        line.registerConverter(Duration.class, Cli::time);
        line.setParameterExceptionHandler(Complaints::aboutArguments);
        line.setExecutionExceptionHandler(Complaints::aboutExecution);
        headings(line);
        int code = line.execute(args);
        writer.flush();
        return code;
    }

    private static TableFormat format(String name) {
        for (TableFormat format : TableFormat.values()) {
            if (Words.of(format).equals(name)) {
                return format;
            }
        }
        throw new TypeConversionException("it is table, csv or jsonl, but got '" + name + "'.");
    }

    private static Duration time(String text) {
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static void headings(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .synopsisHeading("%nUsage: ")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .footerHeading("%nExamples:%n");
        line.getSubcommands().values().forEach(Cli::headings);
    }
}
