package org.attune.wire;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Sees what comes of a peer before anything else does, until that has shown the cluster's key. */
final class Stranger extends ChannelDuplexHandler {
    /** What a handshake needs is a tenth of it. */
    private static final int MOST_BYTES = 64 << 10;

    private static final byte TLS_HANDSHAKE = 22;

    private final Channel channel;
    private final Duration limit;
    private final Hearing hearing;
    private final List<Object> held = new ArrayList<>();
    private ChannelHandlerContext context;
    private boolean isHeard;
    private volatile long lastWord = System.nanoTime();
    private volatile int bytes;
    private volatile boolean proven;
    private boolean plain;
    private boolean late;
    private volatile boolean sentAway;
    private ScheduledFuture<?> deadline;

    /** {@code limit}: how long it has in all, once it is heard. */
    Stranger(Channel channel, Duration limit, Hearing hearing) {
        this.channel = channel;
        this.limit = limit;
        this.hearing = hearing;
    }

    /** {@code shy}: how long it may say nothing at all; {@code slow}: how long nothing more. Who waits to be heard has no blame. */
    boolean silentFor(Duration shy, Duration slow) {
        return !hearing.isWaiting(this) && System.nanoTime() - lastWord > (bytes == 0 ? shy : slow).toNanos();
    }

    /** From now on it is heard, and what it has said already. On any thread. */
    void hear() {
        channel.eventLoop().execute(() -> {
            isHeard = true;
            lastWord = System.nanoTime();
            startTheClock();
            List<Object> words = List.copyOf(held);
            held.clear();
            words.forEach(context::fireChannelRead);
            context.fireChannelReadComplete();
            channel.config().setAutoRead(true);
            yieldWhenSilent();
        });
    }

    /** Its turn ends when it has come in, is gone, or makes others wait. */
    private void yieldWhenSilent() {
        long silent = System.nanoTime() - lastWord;
        if (proven || !channel.isOpen() || silent >= Hearing.PAUSE.toNanos()) {
            hearing.over(this);
        } else {
            channel.eventLoop().schedule(this::yieldWhenSilent, Hearing.PAUSE.toNanos() - silent, TimeUnit.NANOSECONDS);
        }
    }

    long lastWord() {
        return lastWord;
    }

    /** What has come by now is read before, so that nobody goes because it was not heard yet: nor does one to whom no thread listens yet. */
    void leaveIfSilentFor(Duration shy, Duration slow) {
        if (channel.isRegistered()) {
            channel.eventLoop().execute(() -> {
                if (silentFor(shy, slow)) {
                    leave();
                }
            });
        }
    }

    private void leave() {
        channel.close();
    }

    void proven() {
        proven = true;
        channel.eventLoop().execute(() -> {
            if (channel.pipeline().context(this) != null) {
                channel.pipeline().remove(this);
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startTheClock();
        context.fireChannelActive();
    }

    private void startTheClock() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = channel.eventLoop().schedule(this::tooLate, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tooLate() {
        if (!proven) {
            late = true;
            leave();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!proven && message instanceof ByteBuf words && words.isReadable()) {
            lastWord = System.nanoTime();
            plain = bytes == 0 ? words.getByte(words.readerIndex()) != TLS_HANDSHAKE : plain;
            bytes = Math.min(MOST_BYTES + 1, bytes + words.readableBytes());
            if (plain || bytes > MOST_BYTES) {
                words.release();
                leave();
                return;
            }
        }
        if (isHeard || proven) {
            context.fireChannelRead(message);
        } else {
            held.add(message);
            if (held.size() == 1) {
                channel.config().setAutoRead(false);
                hearing.ask(this);
            }
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        sentAway = true;
        context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        hearing.over(this);
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    /** Whether it gave up or took too long, as one of the cluster's own does when the head is slow to answer. */
    boolean mayHaveTheKey() {
        return !sentAway || late;
    }

    /** Why it was refused; or that it gave up. */
    String fault() {
        if (!sentAway) {
            return "it went away before it had shown this cluster's key";
        } else if (bytes == 0) {
            return "it said nothing";
        } else if (plain) {
            return "it does not speak TLS";
        } else if (late) {
            return "it did not show this cluster's key within " + limit.toSeconds() + " s";
        }
        return "it did not show this cluster's key over TLS 1.3";
    }
}
