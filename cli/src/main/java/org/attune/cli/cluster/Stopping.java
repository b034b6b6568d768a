package org.attune.cli.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.attune.client.Conversation;
import org.attune.client.HeadGoneException;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** The end of a cluster, as seen from outside: the head says what it waits for, and is gone at the end. */
record Stopping(HeadAccess access) {
    /** Trials may take their whole grace period to save, and environments may be under construction. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    void run(boolean now, Consumer<String> tell) throws IOException, InterruptedException {
        ask(now, tell);
        access.awaitEnd(Duration.ofSeconds(30));
    }

    /** The same for a head in this process. */
    void ask(boolean now, Consumer<String> tell) throws IOException, InterruptedException {
        try (Conversation conversation = access.client().ask(new Question.Stop(now), message -> {
            if (message instanceof ToClient.Part part) {
                tell.accept(String.valueOf(part.value().get("line")));
            }
        })) {
            if (!conversation.await(PATIENCE)) {
                throw new IOException("the cluster has not ended within " + PATIENCE.toMinutes()
                        + " minutes. 'attune cluster stop --now' does not wait for trials.");
            }
        } catch (HeadGoneException e) {
            // Its end is what was asked for; that its last word is lost says nothing else.
            tell.accept("The head has ended.");
        }
    }
}
