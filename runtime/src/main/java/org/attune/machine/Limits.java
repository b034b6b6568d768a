package org.attune.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Memory, open files and processes: the least of what the machine has, {@code ulimit} says, and the control groups say. */
final class Limits {
    private static final String LIMITS = "/proc/self/limits";
    private static final long MAY_EXCEED = 1L << 21 | 1L << 24; // CAP_SYS_ADMIN, CAP_SYS_RESOURCE

    private Limits() {}

    static Bound memory(SystemFiles files) {
        Bound bound = files.field("/proc/meminfo", "MemTotal:")
                .map(SystemFiles::number)
                .filter(OptionalLong::isPresent)
                .map(kibibytes -> new Bound(kibibytes.getAsLong() * 1024, "of this machine"))
                .orElse(Bound.none("of this machine"));
        Optional<ControlGroup> found = ControlGroup.of(files, "memory");
        if (found.isEmpty()) {
            return bound;
        }
        ControlGroup group = found.get();
        List<String> names = group.unified() ? List.of("memory.max", "memory.high") : List.of("memory.limit_in_bytes");
        for (Path folder : group.folders()) {
            for (String name : names) {
                bound = bound.and(
                        bound(SystemFiles.number(folder.resolve(name)), "by the limit of " + group.name(folder)));
            }
        }
        // The old hierarchy also tells the limit of groups above the mount, which a container cannot see.
        OptionalLong above = SystemFiles.field(
                        group.folders().get(0).resolve("memory.stat"), "hierarchical_memory_limit ")
                .map(SystemFiles::number)
                .orElse(OptionalLong.empty());
        return bound.and(bound(above, "by the limit of a control group around this one"));
    }

    /** What one process may map: {@code ulimit -v}. */
    static Bound addressSpace(SystemFiles files) {
        return limit(files, "Max address space", "by 'ulimit -v'");
    }

    static Bound openFiles(SystemFiles files) {
        return limit(files, "Max open files", "by 'ulimit -n'");
    }

    /** Processes and threads. */
    static Bound processes(SystemFiles files) {
        Bound bound = mayExceed(files) ? Bound.none("by 'ulimit -u'") : limit(files, "Max processes", "by 'ulimit -u'");
        Optional<ControlGroup> found = ControlGroup.of(files, "pids");
        if (found.isPresent()) {
            for (Path folder : found.get().folders()) {
                bound = bound.and(bound(
                        SystemFiles.number(folder.resolve("pids.max")),
                        "by the limit of " + found.get().name(folder)));
            }
        }
        return bound;
    }

    private static boolean mayExceed(SystemFiles files) {
        String mask = files.field("/proc/self/status", "CapEff:").orElse("");
        return mask.matches("[0-9a-f]{1,16}") && (Long.parseUnsignedLong(mask, 16) & MAY_EXCEED) != 0;
    }

    private static Bound limit(SystemFiles files, String name, String source) {
        return bound(files.field(LIMITS, name).map(SystemFiles::number).orElse(OptionalLong.empty()), source);
    }

    private static Bound bound(OptionalLong most, String source) {
        return most.isPresent() ? new Bound(most.getAsLong(), source) : Bound.none(source);
    }
}
