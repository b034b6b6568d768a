package org.attune.worker.task;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.attune.text.Json;

/** The classes of a session: those of its jars, over those of the JDK and of Attune itself. What Attune uses inside is not seen. */
final class SessionLoader extends URLClassLoader {
    private final Set<Path> added = new HashSet<>();

    static {
        registerAsParallelCapable();
    }

    SessionLoader(String session) {
        super("session " + session, new URL[0], new OfAttune());
    }

    synchronized void add(Path jar) {
        if (added.add(jar)) {
            try {
                addURL(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    /** Whether it is a class of the session. */
    boolean owns(Class<?> type) {
        return type.getClassLoader() == this;
    }

    private static final class OfAttune extends ClassLoader {
        private static final Set<CodeSource> PLACES = Set.copyOf(Arrays.asList(
                SessionLoader.class.getProtectionDomain().getCodeSource(),
                Json.class.getProtectionDomain().getCodeSource()));

        static {
            registerAsParallelCapable();
        }

        OfAttune() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.attune.")) {
                Class<?> type = Class.forName(name, false, SessionLoader.class.getClassLoader());
                if (PLACES.contains(type.getProtectionDomain().getCodeSource())) {
                    return type;
                }
            }
            throw new ClassNotFoundException(name);
        }
    }
}
