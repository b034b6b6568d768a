package org.attune.wire;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lets in as many as may be there without having shown the key; the others wait with the system, at no cost here. */
final class Entrance extends NioServerSocketChannel {
    private static final long PAUSE_MILLIS = 10;

    private final Strangers strangers;

    Entrance(Strangers strangers) {
        this.strangers = strangers;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        if (!strangers.makeRoom()) {
            config().setAutoRead(false);
            eventLoop().schedule(() -> config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return 0;
        }
        int count = super.doReadMessages(accepted);
        for (Object channel : accepted.subList(accepted.size() - Math.max(0, count), accepted.size())) {
            strangers.greet((Channel) channel);
        }
        return count;
    }

    /** Whatever goes wrong with one who comes is no reason to keep out all others from then on. */
    @Override
    protected boolean closeOnReadError(Throwable cause) {
        return !isActive();
    }
}
