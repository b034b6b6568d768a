package org.attune.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command of a study without a file, if it was written without the {@code --} before it. */
final class ForgottenDashes {
    private ForgottenDashes() {}

    /** @param option one that Attune does not know, and that therefore may be the command's */
    static Optional<String> remedy(CommandSpec spec, List<String> args, String option) {
        if (!spec.name().equals("run") || args.contains("--")) {
            return Optional.empty();
        }
        int first = firstWord(spec, args);
        boolean command = first < args.indexOf(option) && !StudyFileArgument.isStudyFile(args.get(first));
        return command
                ? Optional.of("If it belongs to the command, put -- before the command: "
                        + ShellText.line("... --", args.subList(first, args.size())))
                : Optional.empty();
    }

    private static int firstWord(CommandSpec spec, List<String> args) {
        int at = args.indexOf(spec.name()) + 1;
        while (at < args.size() && args.get(at).startsWith("-")) {
            OptionSpec known = spec.findOption(args.get(at));
            at += known != null && known.arity().max() > 0 ? 2 : 1;
        }
        return at;
    }
}
