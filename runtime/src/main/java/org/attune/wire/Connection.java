package org.attune.wire;

/** A connection to a head, mutually authenticated. All streams over it are lost together. Thread-safe. */
public interface Connection extends AutoCloseable {

    Link<ToHead> worker(Receiver<ToWorker> receiver);

    Link<FromClient> client(Receiver<ToClient> receiver);

    Link<Piece> carrier(Receiver<Piece> receiver);

    /** Ends it with all its streams; their receivers are told. */
    @Override
    void close();
}
