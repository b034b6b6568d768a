package org.attune.wire;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A receiver that learns of its end once and of nothing after it; where it fails, the link ends. Its methods are called one at a time. */
final class Ear<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    private final Consumer<String> end;
    private Receiver<R> receiver;
    private boolean closed;
    /** What comes after a message that was not understood would be out of order. */
    private boolean failed;

    /** {@code end}: ends the link, for a reason. */
    Ear(Consumer<String> end) {
        this.end = end;
    }

    /** To be called before anything else. */
    void open(Supplier<Receiver<R>> answering) {
        try {
            receiver = answering.get();
        } catch (Throwable e) {
            closed = true;
            LOG.error("A link was not answered", e);
            end.accept("it was not answered: " + e);
        }
    }

    void take(R message) {
        if (!closed && !failed) {
            try {
                receiver.take(message);
            } catch (Throwable e) {
                notUnderstood(message, e);
            }
        }
    }

    /** {@code false}: it is still to be taken. */
    boolean takeAtOnce(R message) {
        try {
            return closed || failed || receiver.takeAtOnce(message);
        } catch (Throwable e) {
            notUnderstood(message, e);
            return true;
        }
    }

    private void notUnderstood(R message, Throwable fault) {
        failed = true;
        LOG.error("A message was not understood, and its link ends: {}", message.getClass(), fault);
        end.accept("a message was not understood: " + fault);
    }

    /** Takes nothing more, since something is wrong with this end. */
    void fail(Throwable fault) {
        failed = true;
        LOG.error("A link ends", fault);
        end.accept("a fault in Attune itself: " + fault);
    }

    /** Takes nothing more. */
    void fail(String why) {
        failed = true;
        end.accept(why);
    }

    void closed(String why) {
        if (!closed) {
            closed = true;
            try {
                receiver.closed(why);
            } catch (Throwable e) {
                LOG.error("The end of a link was not understood", e);
            }
        }
    }
}
