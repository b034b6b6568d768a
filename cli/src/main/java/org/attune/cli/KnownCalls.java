package org.attune.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.cli.cluster.BridgeCommand;
import org.attune.cli.cluster.ClusterStartCommand;

/**
 * Command lines that need nobody to understand them, since they are always the same: those of tasks of a Slurm step, of which there is one on each node, and of bridges of programs. To prepare for whatever people may
 * write is a fifth of the start of a process. All others go the usual way, also those of the same meaning.
 */
final class KnownCalls {
    private static final List<String> STEP = List.of("cluster", "start", "--");
    private static final List<String> BRIDGE = List.of("bridge", "--cluster");

    private KnownCalls() {}

    /** What it does, with its exit code. */
    static Optional<Callable<Integer>> of(List<String> words, Map<String, String> environment, PrintWriter err) {
        if (begins(words, STEP)) {
            List<String> command = words.subList(STEP.size(), words.size());
            return StepRun.of(environment, err).map(step -> () -> ClusterStartCommand.inStep(step, command, err));
        } else if (begins(words, BRIDGE) && words.size() == BRIDGE.size() + 1) {
            return Optional.of(words.get(BRIDGE.size()))
                    .filter(folder -> !folder.isBlank())
                    .map(folder -> BridgeCommand.of(Path.of(folder)));
        }
        return Optional.empty();
    }

    private static boolean begins(List<String> words, List<String> with) {
        return words.size() > with.size() && words.subList(0, with.size()).equals(with);
    }
}
