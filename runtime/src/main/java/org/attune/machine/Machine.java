package org.attune.machine;

import java.nio.file.Path;
import java.util.Map;

/**
 * What this process may use of the machine it runs on.
 *
 * @param memory bytes
 * @param addressSpace bytes that a single process may map
 * @param openFiles how many files a process may have open
 * @param processes how many processes and threads there may be
 */
public record Machine(Cpus cpus, Gpus gpus, Bound memory, Bound addressSpace, Bound openFiles, Bound processes) {

    /** What affinity, control groups, limits and the environment grant. {@code withGpus}: whether to look for devices, which may take seconds. */
    public static Machine here(Map<String, String> environment, boolean withGpus) {
        return under(Path.of("/"), environment, withGpus);
    }

    /** The same by the files under a root other than {@code /}. */
    static Machine under(Path root, Map<String, String> environment, boolean withGpus) {
        SystemFiles files = new SystemFiles(root);
        return new Machine(
                Cpus.of(files),
                withGpus ? VisibleGpus.find(files, environment) : Gpus.none("not looked for"),
                Limits.memory(files),
                Limits.addressSpace(files),
                Limits.openFiles(files),
                Limits.processes(files));
    }
}
