package org.attune.local;

import org.attune.head.Roster;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** Nobody comes but a worker: there are no clients of a head without a port, and no files to carry within a machine. */
record OneWorker(Roster roster) implements Visitors {
    @Override
    public Receiver<ToHead> worker(Link<ToWorker> link) {
        return roster.worker(link);
    }

    @Override
    public Receiver<FromClient> client(Link<ToClient> link) {
        throw new UnsupportedOperationException("no client can come");
    }

    @Override
    public Receiver<Piece> carrier(Link<Piece> link) {
        throw new UnsupportedOperationException("nothing is carried");
    }
}
