package org.attune.cli;

import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.UnknownStudyException;
import org.attune.text.Nearest;
import org.attune.trial.python.PythonProblem;
import org.attune.tuner.Troubles;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where what went wrong becomes a message and an exit code. */
final class Complaints {
    private Complaints() {}

    static int aboutArguments(ParameterException problem, String[] args) {
        CommandLine line = problem.getCommandLine();
        PrintWriter err = line.getErr();
        String command = line.getCommandSpec().qualifiedName();
        err.println(command + ": " + sentence(problem, List.of(args)));
        err.println("See '" + command + " --help'.");
        return ExitCode.BAD_INPUT;
    }

    static int aboutExecution(Exception problem, CommandLine line, ParseResult parsed) {
        return about(
                problem,
                line.getErr(),
                line.getCommandSpec().root().findOption("--debug").getValue());
    }

    /** {@code debug}: with where in the program it came from. */
    static int about(Exception problem, PrintWriter err, boolean debug) {
        boolean expected = isExpected(problem);
        err.println("attune: " + (expected ? message(problem) : "a fault in Attune itself: " + problem));
        if (debug) {
            problem.printStackTrace(err);
        } else if (!expected) {
            err.println("The same command with --debug shows where.");
        }
        return expected ? ExitCode.BAD_INPUT : ExitCode.FAULT_OF_ATTUNE;
    }

    private static String sentence(ParameterException problem, List<String> args) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String given = unmatched.getUnmatched().get(0);
            String what = unmatched.isUnknownOption()
                    ? "option"
                    : problem.getCommandLine().getSubcommands().isEmpty() ? "argument" : "command";
            String rule = "there is no " + what + " '" + given + "'";
            return ForgottenDashes.remedy(problem.getCommandLine().getCommandSpec(), args, given)
                    .map(remedy -> rule + ". " + remedy)
                    .orElseGet(() -> rule
                            + (what.equals("command") ? otherwiseCalled(given) : Optional.<String>empty())
                                    .orElseGet(() -> Nearest.hint(given, names(problem.getCommandLine(), what))));
        }
        return problem.getMessage();
    }

    /** Commands that people expect, and that have another name here. */
    private static Optional<String> otherwiseCalled(String command) {
        return switch (command) {
            case "resume", "continue" -> Optional.of(". 'attune run', as it was called first, goes on with a study.");
            case "stop", "cancel", "kill" ->
                Optional.of(". 'attune pause STUDY' pauses a study on a cluster, Ctrl-C one in its terminal;"
                        + " 'attune slurm cancel STUDY' ends its jobs on Slurm; 'attune cluster stop' ends a cluster.");
            case "submit", "sbatch" -> Optional.of(". 'attune slurm submit STUDY.yaml' submits a study to Slurm.");
            case "convert" ->
                Optional.of(
                        ". 'attune space convert' is for search spaces, 'attune slurm convert' for job scripts of Ray.");
            default -> Optional.empty();
        };
    }

    private static List<String> names(CommandLine line, String what) {
        return switch (what) {
            case "option" ->
                line.getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .map(OptionSpec::longestName)
                        .toList();
            case "command" -> List.copyOf(line.getSubcommands().keySet());
            default -> List.of();
        };
    }

    /** Whether whoever called the program can put it right. */
    private static boolean isExpected(Exception problem) {
        return problem instanceof BadInput
                || problem instanceof UnknownStudyException
                || problem instanceof PythonProblem
                || Troubles.isExpected(problem);
    }

    private static String message(Exception problem) {
        return problem instanceof FileAlreadyExistsException there
                ? there.getFile() + " is there already."
                : Troubles.sentence(problem);
    }
}
