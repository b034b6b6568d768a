package org.attune.wire;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What gRPC found out, for people. */
final class Reasons {
    /** What gRPC says of a socket that was closed without a word, as of a process that was killed. */
    private static final String CLOSED = "Network closed for unknown reason";

    private Reasons() {}

    /**
     * Why there is no connection.
     *
     * @param listens whether something listens there; asked only where nothing else is known
     */
    static String ofDialling(Status status, InetSocketAddress address, Duration deadline, BooleanSupplier listens) {
        String where = address.getHostString() + ":" + address.getPort();
        if (status.getCode() == Status.Code.FAILED_PRECONDITION) {
            return where + ": " + status.getDescription();
        } else if (caused(status, OnlyTrust.OtherKey.class).isPresent()) {
            return "what listens at " + where
                    + " holds another key than this one: was the cluster made anew? Copy its key.pem once more.";
        } else if (caused(status, SslHandshakeTimeoutException.class).isPresent()) {
            return "the head at " + where + " is too busy to answer; maybe many knock at once.";
        } else if (caused(status, SSLException.class).isPresent()) {
            return "the head at " + where
                    + " does not accept this key: was the cluster made anew? Copy its key.pem once more. ("
                    + caused(status, SSLException.class).get().getMessage() + ")";
        } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED
                || caused(status, ConnectTimeoutException.class).isPresent()) {
            String silence = "there is no answer from " + where + " within " + deadline.toMillis() / 1000.0 + " s. ";
            return listens.getAsBoolean()
                    ? silence + "Something listens there: the head is too busy now, or its process stands still."
                    : silence + "Can this machine reach it? A firewall may be in between.";
        }
        return "no head can be reached at " + where + ": "
                + caused(status, ConnectException.class)
                        .map(refused -> refused.getMessage().replaceFirst(": \\S*/\\S+$", ""))
                        .orElseGet(() -> brief(status))
                + ". Did it end?";
    }

    /** Why a connection is no more; empty if it was ended in order. */
    static String ofLoss(Status status) {
        return status.isOk() ? "" : "the connection was lost: " + brief(status);
    }

    private static String brief(Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        if (description.equals(CLOSED)) {
            return "its other end is gone";
        }
        return cause == null || cause.getMessage() == null ? description : cause.getMessage();
    }

    private static <T> Optional<T> caused(Status status, Class<T> kind) {
        return Stream.iterate(status.getCause(), cause -> cause != null, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
