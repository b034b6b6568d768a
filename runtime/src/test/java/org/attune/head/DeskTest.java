package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.wire.FromClient;
import org.attune.wire.LinkTo;
import org.attune.wire.Protocol;
import org.attune.wire.Question;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final ToClient.Welcome WELCOME = new ToClient.Welcome("c1", 3, "0.1");

    private final List<ToClient> sent = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private final List<Answering.Asker> waiting = new ArrayList<>();

    @Test
    void aClientOfTheSameVersionIsWelcome() {
        client().take(new FromClient.Hello(Protocol.VERSION, "me"));
        assertThat(sent).containsExactly(WELCOME);
    }

    @Test
    void aClientOfAnotherVersionIsToldBoth() {
        client().take(new FromClient.Hello(99, "me"));
        assertThat(sent).isEmpty();
        assertThat(closed.get(0)).contains("0.1", "protocol " + Protocol.VERSION, "protocol 99", "one version");
    }

    @Test
    void aQuestionBeforeTheHelloIsNotAnswered() {
        client().take(new FromClient.Request(1, new Question.Status()));
        assertThat(sent).isEmpty();
        assertThat(closed).hasSize(1);
    }

    @Test
    void aQuestionIsAnsweredByTheFirstPartThatCan() {
        greeted(new Nothing(), statusAnswered()).take(new FromClient.Request(7, new Question.Status()));
        assertThat(sent).containsExactly(WELCOME, new ToClient.Part(7, Map.of("state", "fine")), new ToClient.Done(7));
    }

    @Test
    void aQuestionThatNoPartAnswersIsRefusedByName() {
        greeted(new Nothing()).take(new FromClient.Request(7, new Question.Status()));
        assertThat(sent.get(1)).isInstanceOfSatisfying(ToClient.Failed.class, failed -> {
            assertThat(failed.id()).isEqualTo(7);
            assertThat(failed.problem()).contains("Status");
        });
    }

    @Test
    void aPartThatFailsIsTheHeadsFaultAndLogged() {
        Answering broken = (question, asker) -> {
            throw new IllegalStateException("broken");
        };
        greeted(broken).take(new FromClient.Request(7, new Question.Status()));
        assertThat(sent.get(1))
                .isInstanceOfSatisfying(
                        ToClient.Failed.class,
                        failed -> assertThat(failed.problem()).contains("broken"));
        assertThat(logged).hasSize(1);
    }

    @Test
    void nothingIsSentAfterTheLastMessage() {
        greeted(patient()).take(new FromClient.Request(7, new Question.Status()));
        waiting.get(0).send(new ToClient.Done(7));
        waiting.get(0).send(new ToClient.Failed(7, "late"));
        assertThat(sent).containsExactly(WELCOME, new ToClient.Done(7));
    }

    @Test
    void aWithdrawnQuestionTellsWhoAnswersItOnce() {
        Receiver<FromClient> client = greeted(patient());
        client.take(new FromClient.Request(7, new Question.Status()));
        client.take(new FromClient.Withdraw(7));
        client.take(new FromClient.Withdraw(7));
        client.closed("");
        assertThat(gone).containsExactly("7");
        waiting.get(0).send(new ToClient.Done(7));
        assertThat(sent).containsExactly(WELCOME);
    }

    @Test
    void aClientThatIsGoneWithdrawsAllThatIsOpenAndNothingElse() {
        Receiver<FromClient> client = greeted(patient());
        client.take(new FromClient.Request(1, new Question.Status()));
        client.take(new FromClient.Request(2, new Question.Status()));
        waiting.get(0).send(new ToClient.Done(1));
        client.closed("lost");
        assertThat(gone).containsExactly("2");
        client.take(new FromClient.Request(3, new Question.Status()));
        assertThat(waiting).hasSize(2);
    }

    @Test
    void whoeverComesLateToAGoneClientHearsOfItAtOnce() {
        Answering late = (question, asker) -> waiting.add(asker);
        Receiver<FromClient> client = greeted(late);
        client.take(new FromClient.Request(1, new Question.Status()));
        client.closed("lost");
        waiting.get(0).onGone(() -> gone.add("late"));
        assertThat(gone).containsExactly("late");
    }

    @Test
    void tasksGoToThePartThatTakesThem() {
        List<FromClient> taken = new ArrayList<>();
        Answering tasks = new Answering() {
            @Override
            public boolean answer(Question question, Asker asker) {
                return false;
            }

            @Override
            public boolean take(FromClient message) {
                return taken.add(message);
            }
        };
        FromClient cancel = new FromClient.Cancel("s1", List.of(4L));
        greeted(new Nothing(), tasks).take(cancel);
        assertThat(taken).containsExactly(cancel);
    }

    private Receiver<FromClient> client(Answering... parts) {
        return new Desk(List.of(parts), WELCOME, logged::add).client(new LinkTo<>(sent::add, closed::add));
    }

    private Receiver<FromClient> greeted(Answering... parts) {
        Receiver<FromClient> client = client(parts);
        client.take(new FromClient.Hello(Protocol.VERSION, "me"));
        return client;
    }

    private Answering statusAnswered() {
        return (question, asker) -> {
            asker.send(new ToClient.Part(asker.id(), Map.of("state", "fine")));
            asker.send(new ToClient.Done(asker.id()));
            return true;
        };
    }

    private Answering patient() {
        return (question, asker) -> {
            asker.onGone(() -> gone.add(String.valueOf(asker.id())));
            return waiting.add(asker);
        };
    }

    private static final class Nothing implements Answering {
        @Override
        public boolean answer(Question question, Asker asker) {
            return false;
        }
    }
}
