package org.attune.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The command line as a function of its arguments, with an exit code for an answer. */
public final class Cli {
    private final PrintStream out;
    private final PrintStream err;

    public Cli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public int run(String... args) {
        PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new AttuneCommand());
        line.setOut(writer);
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler(Complaints::aboutArguments);
        line.setExecutionExceptionHandler(Complaints::aboutExecution);
        int code = line.execute(args);
        writer.flush();
        return code;
    }
}
