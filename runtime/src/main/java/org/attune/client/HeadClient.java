package org.attune.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.attune.wire.Connection;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.Protocol;
import org.attune.wire.Question;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;

/** A link of a client to a head, over which it asks any number of questions at once. Closing it leaves the connection open. Thread-safe. */
public final class HeadClient implements AutoCloseable {
    private final Link<FromClient> link;
    private final ToClient.Welcome head;
    private final Incoming incoming;
    private final AtomicLong lastId = new AtomicLong();

    private HeadClient(Link<FromClient> link, ToClient.Welcome head, Incoming incoming) {
        this.link = link;
        this.head = head;
        this.incoming = incoming;
    }

    /**
     * Greets the head and waits for its welcome.
     *
     * @param who this is, for people
     * @param patience how long to wait
     * @throws HeadGoneException if the head does not want this client, is gone, or does not answer in time
     */
    public static HeadClient greet(Connection connection, String who, Duration patience)
            throws IOException, InterruptedException {
        Incoming incoming = new Incoming();
        Link<FromClient> link = connection.client(incoming);
        link.send(new FromClient.Hello(Protocol.VERSION, who));
        try {
            ToClient.Welcome welcome = incoming.welcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new HeadClient(link, welcome, incoming);
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (TimeoutException e) {
            link.close();
            throw new HeadGoneException("the head does not answer within " + patience.toSeconds()
                    + " s: its process is there, but stopped or overloaded.");
        }
    }

    /** Who answered. */
    public ToClient.Welcome head() {
        return head;
    }

    /** Asks, and hands on what comes before the end of the answer, on a thread that must not be blocked. */
    public Conversation ask(Question question, Consumer<ToClient> parts) {
        long id = lastId.incrementAndGet();
        Conversation conversation = new Conversation(id, parts, () -> withdraw(id));
        incoming.add(conversation);
        link.send(new FromClient.Request(id, question));
        return conversation;
    }

    /**
     * Asks and waits for the whole answer.
     *
     * @return the values of all {@link ToClient.Part}s
     * @throws RefusedException if the head does not answer
     * @throws HeadGoneException if the head is gone, or does not answer in time
     */
    public List<Map<String, Object>> ask(Question question, Duration patience)
            throws IOException, InterruptedException {
        List<Map<String, Object>> parts = new CopyOnWriteArrayList<>();
        try (Conversation conversation = ask(question, message -> {
            if (message instanceof ToClient.Part part) {
                parts.add(part.value());
            }
        })) {
            if (!conversation.await(patience)) {
                throw new HeadGoneException("the head has not answered within " + patience.toSeconds() + " s.");
            }
            return new ArrayList<>(parts);
        }
    }

    /** Says something that belongs to a question, such as tasks of a session. */
    public void send(FromClient message) {
        link.send(message);
    }

    /** See {@link Link#source}. */
    public void source(Supplier<FromClient> source) {
        link.source(source);
    }

    /** See {@link Link#draw}. */
    public void draw() {
        link.draw();
    }

    /** Whether the head keeps up with what is sent. */
    public boolean isReady() {
        return link.isReady();
    }

    /** See {@link Link#onReady}. */
    public void onReady(Runnable action) {
        link.onReady(action);
    }

    /** Where what comes of tasks ({@link ToClient.Begun}, {@link ToClient.Results}, {@link ToClient.Body}, {@link ToClient.Printed}) goes from now on, on a thread that must not be blocked. */
    public void onResults(Consumer<ToClient> results) {
        incoming.results = results;
    }

    /** The same for {@link ToClient.Results} on a thread of the net, which waits for nothing: {@code false} if they could not be taken so. */
    public void onResultsAtOnce(Predicate<ToClient.Results> taken) {
        incoming.atOnce = taken;
    }

    @Override
    public void close() {
        link.close();
    }

    private void withdraw(long id) {
        incoming.open.remove(id);
        link.send(new FromClient.Withdraw(id));
    }

    private static final class Incoming implements Receiver<ToClient> {
        private final CompletableFuture<ToClient.Welcome> welcome = new CompletableFuture<>();
        private final Map<Long, Conversation> open = new ConcurrentHashMap<>();
        private volatile Consumer<ToClient> results = none -> {};
        private volatile Predicate<ToClient.Results> atOnce = none -> false;
        private volatile String gone;

        void add(Conversation conversation) {
            open.put(conversation.id(), conversation);
            if (gone != null) {
                conversation.gone(gone);
            }
        }

        @Override
        public void take(ToClient message) {
            if (message instanceof ToClient.Welcome first) {
                welcome.complete(first);
            } else if (message instanceof ToClient.Results
                    || message instanceof ToClient.Body
                    || message instanceof ToClient.Begun
                    || message instanceof ToClient.Printed) {
                results.accept(message);
            } else if (message instanceof ToClient.Part part) {
                pass(part.id(), part);
            } else if (message instanceof ToClient.Events events) {
                pass(events.id(), events);
            } else if (message instanceof ToClient.Done done) {
                end(done.id(), done);
            } else if (message instanceof ToClient.Failed failed) {
                end(failed.id(), failed);
            }
        }

        @Override
        public boolean takeAtOnce(ToClient message) {
            return message instanceof ToClient.Results results && atOnce.test(results);
        }

        @Override
        public void closed(String why) {
            gone = why;
            welcome.completeExceptionally(new HeadGoneException(why));
            open.values().forEach(conversation -> conversation.gone(why));
            open.clear();
        }

        private void pass(long id, ToClient message) {
            Conversation conversation = open.get(id);
            if (conversation != null) {
                conversation.take(message);
            }
        }

        private void end(long id, ToClient message) {
            Conversation conversation = open.remove(id);
            if (conversation != null) {
                conversation.take(message);
            }
        }
    }
}
