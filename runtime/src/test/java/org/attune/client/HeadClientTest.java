package org.attune.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.attune.wire.Connection;
import org.attune.wire.FromClient;
import org.attune.wire.OnlyClients;
import org.attune.wire.Protocol;
import org.attune.wire.Question;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HeadClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NONE = Duration.ofMillis(1);

    private final List<FromClient> heard = new ArrayList<>();
    private Receiver<ToClient> client;

    @Test
    void greetingNamesTheProtocolAndReturnsTheHead() throws Exception {
        try (HeadClient head = greeted()) {
            assertThat(heard).containsExactly(new FromClient.Hello(Protocol.VERSION, "test"));
            assertThat(head.head().epoch()).isEqualTo(3);
        }
    }

    @Test
    void aHeadThatRefusesIsQuoted() {
        assertThatThrownBy(() -> HeadClient.greet(scripted(message -> client.closed("go away")), "test", PATIENCE))
                .isInstanceOf(HeadGoneException.class)
                .hasMessage("go away");
    }

    @Test
    void aHeadThatDoesNotAnswerIsGivenUp() {
        assertThatThrownBy(() -> HeadClient.greet(scripted(message -> {}), "test", NONE))
                .isInstanceOf(HeadGoneException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void anAnswerIsAllItsParts() throws Exception {
        try (HeadClient head = greeted()) {
            assertThat(head.ask(new Question.Nodes(false), PATIENCE))
                    .containsExactly(Map.of("id", "n1"), Map.of("id", "n2"));
        }
    }

    @Test
    void aRefusalIsTheHeadsWords() throws Exception {
        try (HeadClient head = greeted()) {
            assertThatThrownBy(() -> head.ask(new Question.Why("s", 1), PATIENCE))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("there is no study s");
        }
    }

    @Test
    void whatIsNotAnsweredInTimeIsWithdrawn() throws Exception {
        try (HeadClient head = greeted()) {
            assertThatThrownBy(() -> head.ask(new Question.Status(), NONE)).isInstanceOf(HeadGoneException.class);
            assertThat(heard).contains(new FromClient.Withdraw(1));
        }
    }

    @Test
    void aLostLinkEndsWhatIsUnderWayAndWhatComesLater() throws Exception {
        try (HeadClient head = greeted()) {
            Conversation before = head.ask(new Question.Status(), part -> {});
            client.closed("");
            assertThatThrownBy(() -> before.await(PATIENCE))
                    .isInstanceOf(HeadGoneException.class)
                    .hasMessageContaining("lost");
            assertThatThrownBy(() -> head.ask(new Question.Status(), PATIENCE)).isInstanceOf(HeadGoneException.class);
        }
    }

    @Test
    void resultsGoToWhoWantsThem() throws Exception {
        try (HeadClient head = greeted()) {
            List<ToClient> results = new ArrayList<>();
            head.onResults(results::add);
            ToClient.Results some = new ToClient.Results("s1", "n1", new byte[0]);
            client.take(some);
            assertThat(results).containsExactly(some);
        }
    }

    private HeadClient greeted() throws Exception {
        return HeadClient.greet(scripted(this::answer), "test", PATIENCE);
    }

    private void answer(FromClient message) {
        if (message instanceof FromClient.Hello) {
            client.take(new ToClient.Welcome("c1", 3, "0.1"));
        } else if (message instanceof FromClient.Request request && request.question() instanceof Question.Nodes) {
            client.take(new ToClient.Part(request.id(), Map.of("id", "n1")));
            client.take(new ToClient.Part(request.id(), Map.of("id", "n2")));
            client.take(new ToClient.Done(request.id()));
        } else if (message instanceof FromClient.Request request && request.question() instanceof Question.Why) {
            client.take(new ToClient.Failed(request.id(), "there is no study s"));
        }
    }

    /** A head that answers at once. */
    private Connection scripted(Consumer<FromClient> head) {
        return new OnlyClients(receiver -> client = receiver, message -> {
            heard.add(message);
            head.accept(message);
        });
    }
}
