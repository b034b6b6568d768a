package org.attune.head;

import org.attune.wire.Link;
import org.attune.wire.Receiver;

/** Takes messages only as long as this is the head, and waits where nobody can tell; a peer of a head that no longer is one is sent away. */
final class Guarded<R> implements Receiver<R> {
    private final Vigil vigil;
    private final Link<?> link;
    private final Receiver<R> receiver;

    Guarded(Vigil vigil, Link<?> link, Receiver<R> receiver) {
        this.vigil = vigil;
        this.link = link;
        this.receiver = receiver;
    }

    @Override
    public void take(R message) {
        if (vigil.isHead()) {
            receiver.take(message);
        } else {
            link.close("this is no longer the head of the cluster.");
        }
    }

    @Override
    public boolean takeAtOnce(R message) {
        return vigil.isSure() && receiver.takeAtOnce(message);
    }

    @Override
    public void closed(String why) {
        receiver.closed(why);
    }
}
