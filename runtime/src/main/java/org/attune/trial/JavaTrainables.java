package org.attune.trial;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.attune.tuner.JavaTrainable;

/** Trainables that are classes of the class path. */
public final class JavaTrainables {
    private JavaTrainables() {}

    /**
     * A new instance of the class.
     *
     * @param name such as {@code com.acme.Train}
     * @throws IllegalArgumentException if there is no such class or it cannot be a trainable, saying why
     */
    public static JavaTrainable load(String name) {
        Class<?> type = find(name);
        if (!JavaTrainable.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("java must name a class that implements " + JavaTrainable.class.getName()
                    + ", but '" + name + "' does not.");
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            return (JavaTrainable) constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' must be a public class, not abstract, with a public constructor without parameters.",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "the constructor of '" + name + "' failed: " + e.getCause(), e.getCause());
        }
    }

    private static Class<?> find(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, true, loader == null ? JavaTrainables.class.getClassLoader() : loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "there is no class '" + name + "' on the class path, "
                            + System.getProperty("java.class.path", "which is empty")
                            + ". Write its full name, such as com.acme.Train (com.acme.Train$Inner for a nested class).",
                    e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("the class '" + name + "' cannot be loaded: " + e, e);
        }
    }
}
