package org.attune.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a program connects to a cluster. {@link #standard()} suffices mostly; the other methods give a copy that differs in one point.
 *
 * @param name of the session, for people
 * @param code jars and folders of classes that functions use, beside those in which they are themselves
 * @param allowed classes whose objects may come back as results, beside those of the JDK's values and of the code
 * @param patience how long to wait for the head
 */
public record ClusterOptions(String name, List<Path> code, Set<Class<?>> allowed, Duration patience) {

    public ClusterOptions {
        code = List.copyOf(code);
        allowed = Set.copyOf(allowed);
    }

    public static ClusterOptions standard() {
        return new ClusterOptions("java-" + ProcessHandle.current().pid(), List.of(), Set.of(), Duration.ofSeconds(20));
    }

    public ClusterOptions named(String other) {
        return new ClusterOptions(other, code, allowed, patience);
    }

    public ClusterOptions withCode(Path... more) {
        List<Path> all = new ArrayList<>(code);
        all.addAll(List.of(more));
        return new ClusterOptions(name, all, allowed, patience);
    }

    public ClusterOptions allowing(Class<?>... more) {
        Set<Class<?>> all = new HashSet<>(allowed);
        all.addAll(List.of(more));
        return new ClusterOptions(name, code, all, patience);
    }

    public ClusterOptions patience(Duration other) {
        return new ClusterOptions(name, code, allowed, other);
    }
}
