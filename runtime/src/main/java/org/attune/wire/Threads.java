package org.attune.wire;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;

/** Some threads that go when they are idle. Where the system has no more, those that are there do all. */
final class Threads extends ThreadPoolExecutor {

    Threads(String name, int most, int idleSeconds) {
        super(most, most, idleSeconds, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Daemons.numbered(name));
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        try {
            super.execute(task);
        } catch (OutOfMemoryError noThread) {
            getQueue().add(task);
            if (getPoolSize() == 0 && remove(task)) {
                throw noThread;
            }
        }
    }
}
