package org.attune.task;

import java.io.IOException;
import org.attune.task.value.AllowList;
import org.attune.task.value.Values;

/**
 * A function that gets a worker ready for others: what reading functions takes is loaded, and the program's main class. Its result gets the program ready for those that are records.
 *
 * @param millis that it takes
 * @param program name of the class that is likely to have the functions; empty if nobody knows
 */
public record Ready(long millis, String program) implements RemoteFunction<Ready> {
    @Override
    public Ready call() throws Exception {
        Thread.sleep(millis);
        if (!program.isEmpty()) {
            link(program);
        }
        readOne();
        return this;
    }

    /** Writes a function and reads it. */
    static void readOne() throws IOException, ClassNotFoundException {
        int captured = 1;
        RemoteFunction<Integer> function = () -> captured;
        AllowList itself = new AllowList(type -> type.getNestHost() == Ready.class);
        Values.read(Values.write(function, type -> {}), Ready.class.getClassLoader(), itself);
    }

    /** Loads and verifies a class, and loads those within it; none of its own code is run. */
    private static void link(String name) {
        try {
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            type.getDeclaredMethods();
            type.getDeclaredClasses();
        } catch (ClassNotFoundException | LinkageError e) {
            return; // functions that need it will tell
        }
    }
}
