package org.attune.trial.process;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.attune.machine.CpuList;
import org.attune.machine.SearchPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds programs to CPUs by {@code taskset}. */
final class Affinity {
    private static final Logger LOG = LoggerFactory.getLogger(Affinity.class);
    private static final boolean EXISTS =
            SearchPath.find("taskset", System.getenv().getOrDefault("PATH", "")).isPresent();
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private Affinity() {}

    /** What to write before a program so that it, keeping its process id, runs on these CPUs; nothing if there are none. */
    static List<String> prefix(Collection<Integer> cpus) {
        if (cpus.isEmpty()) {
            return List.of();
        } else if (EXISTS) {
            return List.of("taskset", "-c", CpuList.text(cpus));
        } else if (WARNED.compareAndSet(false, true)) {
            LOG.warn("Trials are not bound to CPUs: there is no 'taskset' (of util-linux) on the PATH.");
        }
        return List.of();
    }
}
