package org.attune.wire;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** A link whose other end takes all that is sent at once, and draws nothing. */
public record LinkTo<M>(Consumer<M> taker, Consumer<String> closed) implements Link<M> {

    public LinkTo(Consumer<M> taker) {
        this(taker, why -> {});
    }

    @Override
    public void send(M message) {
        taker.accept(message);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void onReady(Runnable action) {}

    @Override
    public void source(Supplier<M> source) {}

    @Override
    public void draw() {}

    @Override
    public void close(String why) {
        closed.accept(why);
    }
}
