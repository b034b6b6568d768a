package org.attune.wire;

import java.util.List;

/** What a client says. Each request has an id of the client's choosing and gets messages with the same id back, the last of which is {@link ToClient.Done} or {@link ToClient.Failed}. */
public sealed interface FromClient {

    /** The first message. */
    record Hello(int protocol, String who) implements FromClient {}

    record Request(long id, Question question) implements FromClient {}

    /** The client no longer wants an answer. */
    record Withdraw(long id) implements FromClient {}

    /** Tasks of a session that {@link Question.OpenSession} opened. */
    record Submit(String session, TaskShape shape, List<Task> tasks) implements FromClient {}

    record Cancel(String session, List<Long> tasks) implements FromClient {}
}
