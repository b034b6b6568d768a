package org.attune.wire;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.stub.ServerCalls;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.attune.Version;

/** The head's side of the links of those that dialled it. */
final class Visits {
    private final Visitors visitors;
    private final EventLoopGroup loops;
    private final Executor executor;
    private final Set<Outbox<?>> open = ConcurrentHashMap.newKeySet();

    Visits(Visitors visitors, EventLoopGroup loops, Executor executor) {
        this.visitors = visitors;
        this.loops = loops;
        this.executor = executor;
    }

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(Transport.SERVICE)
                .addMethod(Transport.GREET, Visits::greet)
                .addMethod(Transport.WORKER, answer(ToHead.class, ToWorker.class, visitors::worker))
                .addMethod(Transport.CLIENT, answer(FromClient.class, ToClient.class, visitors::client))
                .addMethod(Transport.CARRIER, answer(Piece.class, Piece.class, visitors::carrier))
                .build();
    }

    /** Ends all links. */
    void end(String why) {
        open.forEach(outbox -> outbox.close(why));
    }

    private static ServerCall.Listener<byte[]> greet(ServerCall<byte[], byte[]> call, Metadata headers) {
        String protocol = headers.get(Transport.PROTOCOL);
        if (Integer.toString(Protocol.VERSION).equals(protocol)) {
            return ServerCalls.<byte[], byte[]>asyncUnaryCall((request, answer) -> {
                        answer.onNext(new byte[0]);
                        answer.onCompleted();
                    })
                    .startCall(call, headers);
        }
        call.close(
                Status.FAILED_PRECONDITION.withDescription("the head is Attune " + Version.current() + " (protocol "
                        + Protocol.VERSION + "), but this is " + headers.get(Transport.VERSION) + " (protocol "
                        + protocol
                        + "). Use one version throughout a cluster."),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private <U, D> ServerCallHandler<byte[], byte[]> answer(
            Class<U> up, Class<D> down, Function<Link<D>, Receiver<U>> visit) {
        Codec<U> reading = new Codec<>(up);
        Codec<D> writing = new Codec<>(down);
        return (call, headers) -> {
            call.setOnReadyThreshold(Transport.READY);
            call.sendHeaders(new Metadata());
            Outbox<D> outbox = new Outbox<>(writing, pipe(call), loops.next(), executor);
            open.add(outbox);
            Ear<U> ear = new Ear<>(outbox::close);
            ear.open(() -> visit.apply(outbox));
            Inbox<U> inbox = new Inbox<>(reading, ear, outbox, executor);
            call.request(Transport.AHEAD);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(byte[] frame) {
                    inbox.take(frame, () -> outbox.whenListening(() -> call.request(1)));
                }

                @Override
                public void onReady() {
                    outbox.work();
                }

                @Override
                public void onComplete() {
                    over("");
                }

                @Override
                public void onCancel() {
                    over("the connection was lost");
                }

                private void over(String why) {
                    open.remove(outbox);
                    inbox.over(why);
                }
            };
        };
    }

    private static Outbox.Pipe pipe(ServerCall<byte[], byte[]> call) {
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
                call.close(Status.OK, new Metadata());
            }
        };
    }
}
