package org.attune.wire;

import java.util.List;

/** What a client says. Each request has an id of the client's choosing and gets messages with the same id back, the last of which is {@link ToClient.Done} or {@link ToClient.Failed}. */
public sealed interface FromClient {

    /** The first message. */
    record Hello(int protocol, String who) implements FromClient {}

    record Request(long id, Question question) implements FromClient {}

    /** The client no longer wants an answer. */
    record Withdraw(long id) implements FromClient {}

    /** Tasks of a session that {@link Question.OpenSession} opened. {@code tasks}: {@link TaskFrames}. */
    record Submit(String session, TaskShape shape, Callee callee, byte[] tasks) implements FromClient, Swift {}

    /** A part of what a {@link Callee} names by its content hash, before the first task that needs it; from the first byte on, in order. */
    record Code(String session, String hash, long offset, long size, byte[] bytes) implements FromClient {}

    /** What was sent as {@link Code} is not needed any more. */
    record Drop(String session, String hash) implements FromClient {}

    /** The first bytes of a result's body are here; more may be sent. */
    record BodyTaken(String session, long task, long bytes) implements FromClient {}

    record Cancel(String session, List<Long> tasks) implements FromClient {}
}
