package org.attune.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.tuner.JavaTrainable;

/** Trainables that are classes of the class path. */
public final class JavaTrainables {
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
    private static final int BEFORE_JAVA_1 = 44;

    private JavaTrainables() {}

    /**
     * A new instance of the class.
     *
     * @param name such as {@code com.acme.Train}
     * @throws IllegalArgumentException if there is no such class or it cannot be a trainable, saying why
     */
    public static JavaTrainable load(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Class<?> type = find(
                name,
                true,
                loader == null ? JavaTrainables.class.getClassLoader() : loader,
                System.getProperty("java.class.path", "which is empty"));
        try {
            return (JavaTrainable) constructor(type, name).newInstance();
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalArgumentException(unfit(name), e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "the constructor of '" + name + "' failed: " + e.getCause(), e.getCause());
        }
    }

    /**
     * Looks whether the class can be a trainable of this Java, and runs nothing of it.
     *
     * @param classPath jars and folders in which it is looked for, after Attune itself
     * @throws IllegalArgumentException if it cannot, saying why
     */
    public static void check(String name, List<Path> classPath) {
        URL[] urls = classPath.stream().map(JavaTrainables::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, JavaTrainables.class.getClassLoader())) {
            String where = classPath.isEmpty()
                    ? "which has nothing but Attune itself: name the folder or the jar of your classes by --classpath"
                    : classPath.toString();
            constructor(find(name, false, loader, where), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path + " cannot be on a class path: " + e.getMessage(), e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, String name) {
        if (!JavaTrainable.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("java must name a class that implements " + JavaTrainable.class.getName()
                    + ", but '" + name + "' does not.");
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            if (Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())) {
                return constructor;
            }
            throw new IllegalArgumentException(unfit(name));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(unfit(name), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("the class '" + name + "' cannot be loaded: " + e, e);
        }
    }

    private static String unfit(String name) {
        return "'" + name + "' must be a public class, not abstract, with a public constructor without parameters.";
    }

    private static Class<?> find(String name, boolean initialize, ClassLoader loader, String where) {
        try {
            return Class.forName(name, initialize, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "there is no class '" + name + "' on the class path, " + where
                            + ". Write its full name, such as com.acme.Train (com.acme.Train$Inner for a nested class).",
                    e);
        } catch (UnsupportedClassVersionError e) {
            throw new IllegalArgumentException(tooNew(name, e), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("the class '" + name + "' cannot be loaded: " + e, e);
        }
    }

    private static String tooNew(String name, UnsupportedClassVersionError e) {
        Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(e.getMessage()));
        int here = Runtime.version().feature();
        String needed =
                version.find() ? "Java " + (Integer.parseInt(version.group(1)) - BEFORE_JAVA_1) : "a newer Java";
        return "the class '" + name + "' was compiled for " + needed + ", but here is Java " + here + " ("
                + System.getProperty("java.home") + "). Start Attune here with " + needed
                + " (JAVA_HOME), or compile the class for this one (javac --release " + here + ").";
    }
}
