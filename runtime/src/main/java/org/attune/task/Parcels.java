package org.attune.task;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.attune.task.code.CodeEntries;
import org.attune.task.value.Values;
import org.attune.wire.Callee;

/** Functions and arguments as they travel: bytes, and the code that they need, which the session gets once. Thread-safe. */
final class Parcels {
    private final TaskSession session;
    private final CodeEntries entries = new CodeEntries();
    /** What all functions need. */
    private final List<String> code = new CopyOnWriteArrayList<>();

    private final Map<Class<?>, Optional<Callee>> constants = new ConcurrentHashMap<>();

    /** @param code by its hashes */
    record Parcel(byte[] bytes, List<String> code) {}

    Parcels(TaskSession session) {
        this.session = session;
    }

    /** A jar or folder of classes that all functions need. */
    void add(Path path) throws IOException {
        CodeEntries.Entry entry = entries.of(path.toAbsolutePath().normalize());
        session.store(entry.hash(), entry.jar());
        code.add(entry.hash());
    }

    /** Whether the class is of code that travelled. */
    boolean has(Class<?> type) {
        return entries.has(type);
    }

    /** A lambda that captures nothing is the same each time: it is serialised once, and read once by a worker. */
    Optional<Callee> constant(RemoteFunction<?> function) {
        return constants.computeIfAbsent(function.getClass(), type -> made(function));
    }

    private Optional<Callee> made(RemoteFunction<?> function) {
        Class<?> type = function.getClass();
        if (!type.isHidden() || type.getDeclaredFields().length > 0) {
            return Optional.empty();
        }
        Parcel packed = pack(function, "the function");
        return Optional.of(new Callee(packed.code(), packed.bytes(), ""));
    }

    /**
     * A function or argument that is to travel.
     *
     * @param what it is, for messages
     * @throws IllegalArgumentException if it cannot be serialised, or is too large
     */
    Parcel pack(Object value, String what) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        if (value instanceof RemoteFunction<?> || value instanceof RemoteMapping<?, ?>) {
            classes.add(value.getClass());
        }
        try {
            byte[] bytes = Values.write(value, classes::add);
            if (bytes.length > Cluster.MOST_BYTES + 1024) {
                throw new IllegalArgumentException(what + " has "
                        + ((bytes.length + (1 << 20) - 1) >> 20) + " MB with all that it refers to, but may have "
                        + (Cluster.MOST_BYTES >> 20) + ". Put large data into a file on a shared folder.");
            }
            return new Parcel(bytes, classes.isEmpty() ? code : code(classes));
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    what + " cannot be sent: class " + e.getMessage()
                            + " does not implement java.io.Serializable. Maybe a lambda uses a field or a method, and so takes `this` along? Copy the field to a variable, or make the method static.",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " cannot be sent: " + e.getMessage(), e);
        }
    }

    /** Hashes of the code of classes and of what all functions need, which the session has from then on. */
    List<String> code(Set<Class<?>> classes) throws IOException {
        Set<String> all = new TreeSet<>();
        for (Class<?> type : classes) {
            entries.of(type).ifPresent(entry -> {
                session.store(entry.hash(), entry.jar());
                all.add(entry.hash());
            });
        }
        return union(code, all);
    }

    static List<String> union(Collection<String> some, Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }
}
