package org.attune.local;

import org.attune.wire.ToWorker;
import org.attune.worker.WorkerHost;

/** A worker whose head is in the same process has no fate of its own. */
final class Alone implements WorkerHost.Fate {
    @Override
    public void joined(ToWorker.Welcome welcome) {}

    @Override
    public void refused(ToWorker.Refused refused) {}

    @Override
    public void leave(ToWorker.Leave leave) {}

    @Override
    public void lost(String why) {}
}
