package org.attune.engine.slurm;

import java.util.List;
import java.util.stream.Stream;
import org.attune.text.ShellQuote;

/** What the script of a job does before anything else. */
public final class JobSetup {
    private JobSetup() {}

    /**
     * @param modules environment modules; a job without one of them ends
     * @param setup lines of shell, run after that
     */
    public static List<String> lines(List<String> modules, List<String> setup) {
        return Stream.concat(
                        modules.stream().map(module -> "module load " + ShellQuote.of(module) + " || exit"),
                        setup.stream())
                .toList();
    }
}
