package org.attune.wire;

import java.util.function.Consumer;

/**
 * A connection to a head that takes at once what a client sends, and knows neither workers nor carriers.
 *
 * @param dialled told who is to hear the head
 */
public record OnlyClients(Consumer<Receiver<ToClient>> dialled, Consumer<FromClient> head) implements Connection {

    @Override
    public Link<FromClient> client(Receiver<ToClient> receiver) {
        dialled.accept(receiver);
        return new LinkTo<>(head);
    }

    @Override
    public Link<ToHead> worker(Receiver<ToWorker> receiver) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Link<Piece> carrier(Receiver<Piece> receiver) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
