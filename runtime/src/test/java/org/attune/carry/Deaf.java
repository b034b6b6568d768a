package org.attune.carry;

import org.attune.wire.Receiver;

/** Hears nothing. */
final class Deaf<R> implements Receiver<R> {
    @Override
    public void take(R message) {
        // Not of interest.
    }

    @Override
    public void closed(String why) {
        // Not of interest.
    }
}
