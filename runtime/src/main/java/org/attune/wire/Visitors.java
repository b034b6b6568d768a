package org.attune.wire;

/** What a head does with those that dialled it and hold the cluster's key. May be called by several threads at once. */
public interface Visitors {

    /** A worker. */
    Receiver<ToHead> worker(Link<ToWorker> link);

    /** A program that submits studies or tasks, or asks something. */
    Receiver<FromClient> client(Link<ToClient> link);

    /** A stream that carries files either way, of a worker or a client. */
    Receiver<Piece> carrier(Link<Piece> link);
}
