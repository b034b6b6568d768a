package org.attune.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a program connects to a cluster. {@link #standard()} is enough for most; the other methods return a copy that differs in
 * one point. Immutable.
 *
 * @param name of the session, as {@code attune why} and others show it
 * @param code jars and folders of classes that functions use, beside those that they are in themselves
 * @param allowed classes whose objects may come back as results, beside the JDK's values and classes of the code
 * @param patience how long to wait for answers of the head
 */
public record ClusterOptions(String name, List<Path> code, Set<Class<?>> allowed, Duration patience) {

    public ClusterOptions {
        code = List.copyOf(code);
        allowed = Set.copyOf(allowed);
    }

    /** Named after the process; waits 20 seconds for the head. */
    public static ClusterOptions standard() {
        return new ClusterOptions("java-" + ProcessHandle.current().pid(), List.of(), Set.of(), Duration.ofSeconds(20));
    }

    /** With another name of the session. */
    public ClusterOptions named(String other) {
        return new ClusterOptions(other, code, allowed, patience);
    }

    /** With more jars and folders of classes. */
    public ClusterOptions withCode(Path... more) {
        List<Path> all = new ArrayList<>(code);
        all.addAll(List.of(more));
        return new ClusterOptions(name, all, allowed, patience);
    }

    /** With more classes whose objects may come back. */
    public ClusterOptions allowing(Class<?>... more) {
        Set<Class<?>> all = new HashSet<>(allowed);
        all.addAll(List.of(more));
        return new ClusterOptions(name, code, all, patience);
    }

    /** With another time to wait for the head. */
    public ClusterOptions patience(Duration other) {
        return new ClusterOptions(name, code, allowed, other);
    }
}
