package org.attune.head;

import java.util.List;
import java.util.function.Consumer;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.Protocol;
import org.attune.wire.Question;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;

/** Where clients come to: each of their questions is given to the first part of the head that answers it. Thread-safe. */
final class Desk {
    private final List<Answering> parts;
    private final ToClient.Welcome welcome;
    private final Consumer<String> log;

    /** @param log for people, what went wrong */
    Desk(List<Answering> parts, ToClient.Welcome welcome, Consumer<String> log) {
        this.parts = List.copyOf(parts);
        this.welcome = welcome;
        this.log = log;
    }

    Receiver<FromClient> client(Link<ToClient> link) {
        return new Client(link);
    }

    private void answer(Question question, Inquiry inquiry) {
        try {
            for (Answering part : parts) {
                if (part.answer(question, inquiry)) {
                    return;
                }
            }
            inquiry.fail("this head cannot answer that (" + question.getClass().getSimpleName() + ").");
        } catch (RuntimeException e) {
            log.accept("a fault in Attune itself, with " + question.getClass().getSimpleName() + ": " + e);
            inquiry.fail("a fault in Attune itself: " + e + ". The head's log tells when.");
        }
    }

    private final class Client implements Receiver<FromClient> {
        private final Link<ToClient> link;
        private final Inquiries open = new Inquiries();
        private boolean isKnown;

        Client(Link<ToClient> link) {
            this.link = link;
            link.onReady(open::ready);
        }

        @Override
        public void take(FromClient message) {
            if (message instanceof FromClient.Hello hello) {
                greet(hello);
            } else if (!isKnown) {
                link.close("the first message must be a Hello.");
            } else if (message instanceof FromClient.Request request) {
                open.add(request.id(), link).ifPresent(inquiry -> answer(request.question(), inquiry));
            } else if (message instanceof FromClient.Withdraw withdraw) {
                open.withdraw(withdraw.id());
            } else {
                // What belongs to a session that has ended meanwhile is nobody's.
                parts.stream().anyMatch(part -> part.take(message));
            }
        }

        private void greet(FromClient.Hello hello) {
            if (hello.protocol() == Protocol.VERSION) {
                isKnown = true;
                link.send(welcome);
            } else {
                link.close("the head is Attune " + welcome.version() + " (protocol " + Protocol.VERSION
                        + "), and this program speaks protocol " + hello.protocol()
                        + ". Use one version of Attune for both.");
            }
        }

        @Override
        public void closed(String why) {
            open.close();
        }
    }
}
