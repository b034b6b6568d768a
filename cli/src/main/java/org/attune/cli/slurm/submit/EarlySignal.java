package org.attune.cli.slurm.submit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attune.cli.BadInput;

/**
 * What {@code --signal} of {@code sbatch} says: by which signal, and whom, Slurm warns some time before the end of a
 * job. Attune takes {@code USR1} for such a warning, and {@code TERM} for the end itself.
 *
 * @param toShell whether the script's shell alone is sent it, rather than its steps
 */
record EarlySignal(String name, boolean toShell) {
    private static final Pattern OPTION =
            Pattern.compile("(?:R?(B)?R?:)?(?:SIG)?(\\w+)(?:@\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> KNOWN = List.of("USR1", "TERM", "10", "15");
    private static final List<String> NOT_HEARD = List.of("KILL", "STOP", "9", "19");

    /** @throws BadInput if it is one that would kill what it should warn */
    static Optional<EarlySignal> of(SbatchOptions options) {
        return options.value("signal").map(EarlySignal::of);
    }

    private static EarlySignal of(String option) {
        Matcher parts = OPTION.matcher(option);
        String name = parts.matches() ? parts.group(2).toUpperCase(Locale.ROOT) : "";
        boolean toShell = parts.matches() && parts.group(1) != null;
        if (name.isEmpty() || (toShell ? NOT_HEARD.contains(name) : !KNOWN.contains(name))) {
            throw new BadInput(
                    "--signal=" + option
                            + " would end trials before they can save: Attune is warned by USR1. Write --signal=USR1@75, or more seconds if trials take longer to save.");
        }
        return new EarlySignal(name, toShell);
    }

    /** Lines of a script that run a command, to which the shell passes the warning on. */
    List<String> passedOn(List<String> command) {
        return Stream.of(
                        List.of(
                                "# --signal warns this shell alone, which tells Attune.",
                                "trap 'kill -s USR1 \"${job:-$!}\"' " + name),
                        command.subList(0, command.size() - 1),
                        List.of(
                                command.get(command.size() - 1) + " &",
                                "job=$!",
                                "wait \"$job\"; code=$?",
                                "while kill -s 0 \"$job\" 2> /dev/null; do wait \"$job\"; code=$?; done",
                                "exit \"$code\""))
                .flatMap(List::stream)
                .toList();
    }
}
