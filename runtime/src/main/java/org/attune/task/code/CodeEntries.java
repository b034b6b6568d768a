package org.attune.task.code;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where classes of this program come from, packed: an entry of the class path for each, once. Thread-safe. */
public final class CodeEntries {
    private static final Entry NONE = new Entry("", new byte[0]);

    private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
    private final Map<Class<?>, Entry> byClass = new ConcurrentHashMap<>();

    /** @param jar its bytes */
    public record Entry(String hash, byte[] jar) {}

    /**
     * The entry that has a class; none for classes of the JDK and of Attune, which workers have.
     *
     * @throws IOException if it cannot be read
     */
    public Optional<Entry> of(Class<?> type) throws IOException {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        Entry known = byClass.get(element);
        if (known == null) {
            known = find(element);
            byClass.put(element, known);
        }
        return known == NONE ? Optional.empty() : Optional.of(known);
    }

    /** A jar, or a folder of classes. */
    public Entry of(Path path) throws IOException {
        Entry known = entries.get(path);
        if (known == null) {
            known = entry(Files.isDirectory(path) ? Packing.folder(path) : Files.readAllBytes(path));
            entries.put(path, known);
        }
        return known;
    }

    /** Whether a class comes from one of the entries asked for so far. */
    public boolean has(Class<?> type) {
        if (isKnownToWorkers(type)) {
            return false;
        }
        Object place = place(type);
        return place != null && entries.containsKey(place);
    }

    private Entry find(Class<?> type) throws IOException {
        if (type.isPrimitive() || isKnownToWorkers(type)) {
            return NONE;
        }
        Object place = place(type);
        if (place instanceof Path path && Files.exists(path) && !path.toString().endsWith(".java")) {
            return of(path);
        }
        // Classes that a launcher compiled in memory: those that this one leads to.
        Entry packed = entry(Packing.reachable(type));
        entries.put(place == null ? type.getClassLoader() : place, packed);
        return packed;
    }

    private static Entry entry(byte[] jar) {
        return new Entry(Hashes.of(jar), jar);
    }

    private static boolean isKnownToWorkers(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || place(CodeEntries.class) != null
                        && place(CodeEntries.class).equals(place(type))
                        && type.getName().startsWith("org.attune.");
    }

    private static Object place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return type.getClassLoader();
        }
        try {
            URI location = source.getLocation().toURI();
            return location.getScheme().equals("file") ? Path.of(location) : location;
        } catch (URISyntaxException e) {
            return type.getClassLoader();
        }
    }
}
