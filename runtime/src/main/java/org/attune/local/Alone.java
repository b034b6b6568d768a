package org.attune.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.attune.wire.ToWorker;
import org.attune.worker.WorkerHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker whose head is in the same process has no fate of its own. */
final class Alone implements WorkerHost.Fate {
    private static final Logger LOG = LoggerFactory.getLogger(Alone.class);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    @Override
    public void joined(ToWorker.Welcome welcome) {}

    @Override
    public void refused(ToWorker.Refused refused) {}

    @Override
    public void leave(ToWorker.Leave leave) {}

    @Override
    public void lost(String why) {
        end.countDown();
    }

    @Override
    public void fault(Throwable what) {
        fault.compareAndSet(null, what);
    }

    /** What nobody can put right but who mends Attune is for whoever asked for a study here. */
    void throwFault() {
        if (fault.get() instanceof RuntimeException known) {
            throw known;
        } else if (fault.get() != null) {
            throw new IllegalStateException(fault.get());
        }
    }

    /** Returns when the worker has taken all that its head said: the link was closed after that. */
    void awaitEnd() {
        try {
            if (!end.await(1, TimeUnit.MINUTES)) {
                LOG.warn("The worker takes too long to end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
