package org.attune.wire;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A connection that was dialled. It never dials again by itself: once lost it stays so. */
final class NetworkConnection implements Connection {
    private static final long FAREWELL_SECONDS = 2;

    private final ManagedChannel channel;
    private final EventLoop loop;
    private final Executor executor;
    private final Set<Outbox<?>> open = ConcurrentHashMap.newKeySet();

    NetworkConnection(ManagedChannel channel, EventLoop loop, Executor executor) {
        this.channel = channel;
        this.loop = loop;
        this.executor = executor;
        // Links that the head still says something to end in order; new ones do not begin.
        channel.notifyWhenStateChanged(ConnectivityState.READY, channel::shutdown);
    }

    boolean isOver() {
        return channel.isTerminated();
    }

    /** Ends it without last words. */
    void drop() {
        channel.shutdownNow();
    }

    @Override
    public Link<ToHead> worker(Receiver<ToWorker> receiver) {
        return connect(Transport.WORKER, ToHead.class, ToWorker.class, receiver);
    }

    @Override
    public Link<FromClient> client(Receiver<ToClient> receiver) {
        return connect(Transport.CLIENT, FromClient.class, ToClient.class, receiver);
    }

    @Override
    public Link<Piece> carrier(Receiver<Piece> receiver) {
        return connect(Transport.CARRIER, Piece.class, Piece.class, receiver);
    }

    @Override
    public void close() {
        open.forEach(outbox -> outbox.close(""));
        channel.shutdown();
        loop.schedule(channel::shutdownNow, FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private <U, D> Link<U> connect(
            MethodDescriptor<byte[], byte[]> method, Class<U> up, Class<D> down, Receiver<D> receiver) {
        ClientCall<byte[], byte[]> call = channel.newCall(
                method,
                CallOptions.DEFAULT.withOnReadyThreshold(Transport.READY).withExecutor(Runnable::run));
        Outbox<U> outbox = new Outbox<>(new Codec<>(up), pipe(call), loop, executor);
        Ear<D> ear = new Ear<>(outbox::close);
        ear.open(() -> receiver);
        Inbox<D> inbox = new Inbox<>(new Codec<>(down), ear, outbox, executor);
        open.add(outbox);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] frame) {
                        inbox.take(frame, () -> call.request(1));
                    }

                    @Override
                    public void onReady() {
                        outbox.work();
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        open.remove(outbox);
                        inbox.over(Reasons.ofLoss(status));
                    }
                },
                new Metadata());
        call.request(Transport.AHEAD);
        return outbox;
    }

    private static Outbox.Pipe pipe(ClientCall<byte[], byte[]> call) {
        return new Outbox.Pipe() {
            @Override
            public boolean isReady() {
                return call.isReady();
            }

            @Override
            public void send(byte[] frame) {
                call.sendMessage(frame);
            }

            @Override
            public void end() {
                call.halfClose();
            }
        };
    }
}
