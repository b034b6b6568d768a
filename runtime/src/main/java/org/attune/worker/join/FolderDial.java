package org.attune.worker.join;

import java.io.IOException;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;

/** To the head that a cluster's folder tells of. Used by one thread. */
public final class FolderDial implements Dial {

    private final ClusterFolder folder;
    private final Dialer dialer;
    private final Waiting waiting = new Waiting();

    public FolderDial(ClusterFolder folder, Dialer dialer) {
        this.folder = folder;
        this.dialer = dialer;
    }

    @Override
    public Dialled connect() throws IOException {
        HeadAddress head = folder.head()
                .orElseThrow(() -> new ClusterProblem(
                        "there is none in " + folder.path() + " (no head.json). 'attune cluster start' begins one."));
        ClusterKey key = folder.key()
                .orElseThrow(() -> new ClusterProblem("there is no key in " + folder.path() + " (no key.pem)."));
        return waiting.dial(
                deadline -> new Dialled(dialer.dial(head.addresses(), head.port(), key, deadline), head.host()));
    }
}
