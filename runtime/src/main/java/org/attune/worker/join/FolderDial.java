package org.attune.worker.join;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;

/** To the head that a cluster's folder tells of. Used by one thread. */
public final class FolderDial implements Dial {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final ClusterFolder folder;
    private final Dialer dialer;
    private String reached = "";

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
                .orElseThrow(() -> new ClusterProblem("there is no key in " + folder.path() + " (no key.p12)."));
        ClusterProblem first = null;
        for (String address : likeliestFirst(head.addresses())) {
            try {
                Connection connection = dialer.dial(List.of(address), head.port(), key, DEADLINE);
                reached = address;
                return new Dialled(connection, head.host());
            } catch (ClusterProblem e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new ClusterProblem("head.json in " + folder.path() + " has no address.") : first;
    }

    /** Of a machine with several addresses some may be out of reach from here, and each costs the deadline. */
    private List<String> likeliestFirst(List<String> addresses) {
        List<String> ordered = new ArrayList<>(addresses);
        if (ordered.remove(reached)) {
            ordered.add(0, reached);
        }
        return ordered;
    }
}
