package org.attune.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** Does what it is given when it is told to, in an order drawn at random. */
final class HandExecutor implements Executor {
    private final List<Runnable> tasks = new ArrayList<>();
    private final Random random;

    HandExecutor(Random random) {
        this.random = random;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** @return whether there was something to do */
    boolean step() {
        if (tasks.isEmpty()) {
            return false;
        }
        tasks.remove(random.nextInt(tasks.size())).run();
        return true;
    }

    void runAll() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }
}
