package org.attune.client.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.attune.client.HeadClient;
import org.attune.task.code.Hashes;
import org.attune.text.Json;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Piece;
import org.attune.wire.Question;
import org.attune.wire.Receiver;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BridgeTest {
    private static final String SHAPE =
            "{\"language\": \"python\", \"resources\": {\"cpu\": 2}, \"labels\": {}, \"retries\": 3, \"millis\": 0, \"spread\": true}";

    private final List<FromClient> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Link<ToClient>> client = new CompletableFuture<>();
    private MemoryLinks links;
    private PipedOutputStream in;
    private DataInputStream out;
    private CompletableFuture<Exception> ended;

    /** Opens one session, named s1. */
    private final class FakeHead implements Visitors, Receiver<FromClient> {
        @Override
        public Receiver<ToHead> worker(Link<ToWorker> link) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receiver<FromClient> client(Link<ToClient> link) {
            client.complete(link);
            return this;
        }

        @Override
        public Receiver<Piece> carrier(Link<Piece> link) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void take(FromClient message) {
            heard.add(message);
            Link<ToClient> link = client.join();
            if (message instanceof FromClient.Hello) {
                link.send(new ToClient.Welcome("c1", 1, "0.1"));
            } else if (message instanceof FromClient.Request request
                    && request.question() instanceof Question.OpenSession) {
                link.send(new ToClient.Part(request.id(), Map.of("session", "s1", "tasks", 100, "bytes", 1000)));
            } else if (message instanceof FromClient.Request request) {
                link.send(new ToClient.Part(request.id(), Map.of("id", "n1")));
                link.send(new ToClient.Done(request.id()));
            }
        }

        @Override
        public void closed(String why) {}
    }

    @BeforeEach
    void bridgesTwoPipesToAHead() throws Exception {
        links = new MemoryLinks(new FakeHead());
        in = new PipedOutputStream();
        PipedInputStream toBridge = new PipedInputStream(in, 1 << 20);
        PipedOutputStream fromBridge = new PipedOutputStream();
        PipedInputStream program = new PipedInputStream(fromBridge, 1 << 20);
        out = new DataInputStream(program);
        Bridge bridge =
                new Bridge(HeadClient.greet(links, "test", Duration.ofSeconds(60)), toBridge, fromBridge, program);
        ended = CompletableFuture.supplyAsync(() -> {
            try {
                bridge.run();
                return null;
            } catch (IOException | InterruptedException e) {
                return e;
            }
        });
    }

    @AfterEach
    void ends() throws Exception {
        in.close();
        links.close();
        ended.get(60, TimeUnit.SECONDS);
    }

    private void say(char kind, byte[]... pieces) throws IOException {
        in.write(Frame.of(kind, pieces));
        in.flush();
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private void open() throws IOException {
        say('O', text("{\"name\": \"x.py\", \"options\": {\"language\": \"python\"}}"));
        Frame answer = Frame.read(out);
        assertThat(answer.kind()).isEqualTo('O');
        assertThat(Json.parse(answer.text())).isEqualTo(Map.of("session", "s1", "tasks", 100L, "bytes", 1000L));
        say('H', number(7), text(SHAPE));
    }

    private <T extends FromClient> T message(Class<T> kind) {
        return await().atMost(1, TimeUnit.MINUTES)
                .until(
                        () -> heard.stream()
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .findFirst(),
                        first -> first.isPresent())
                .orElseThrow();
    }

    @Test
    void settingsAreSentOnceAndNamedByEveryCall() throws Exception {
        open();
        byte[] tasks = TaskFrames.packTasks(List.of(new Task(1, text("a")), new Task(2, text("b"))));
        say('S', number(7), Frame.name("m:f"), tasks);
        FromClient.Code settings = message(FromClient.Code.class);
        assertThat(settings.hash()).isEqualTo(Hashes.of(settings.bytes()));
        assertThat(Json.parse(new String(settings.bytes(), UTF_8))).isEqualTo(Map.of("language", "python"));
        FromClient.Submit submit = message(FromClient.Submit.class);
        assertThat(submit.shape()).isEqualTo(new TaskShape("python", Map.of("cpu", 2.0), Map.of(), 3, 0, true));
        assertThat(submit.callee().code()).containsExactly(settings.hash());
        assertThat(submit.callee().function()).isEqualTo(text("m:f"));
        assertThat(submit.tasks()).isEqualTo(tasks);
    }

    @Test
    void largeArgumentsAreKeptAtTheHeadAsLongAsACallNeedsThem() throws Exception {
        open();
        byte[] body = new byte[300];
        String hash = Hashes.of(body);
        byte[] digest = HexFormat.of().parseHex(hash);
        say('K', digest, Frame.longs(0, 300), body);
        say('E', digest, number(7), Frame.name("m:f"), Frame.longs(5));
        say('K', digest, Frame.longs(0, 300), body);
        say('E', digest, number(7), Frame.name("m:f"), Frame.longs(6));
        await().atMost(1, TimeUnit.MINUTES)
                .until(() -> heard.stream()
                                .filter(FromClient.Submit.class::isInstance)
                                .count()
                        == 2);
        assertThat(message(FromClient.Submit.class).callee().stored()).isEqualTo(hash);
        assertThat(heard.stream().filter(FromClient.Code.class::isInstance)).hasSize(2);
        result(5);
        Frame.read(out);
        assertThat(heard).noneMatch(FromClient.Drop.class::isInstance);
        result(6);
        assertThat(message(FromClient.Drop.class).hash()).isEqualTo(hash);
    }

    private void result(long id) {
        TaskResult result = new TaskResult(id, TaskResult.End.VALUE, 7, text("v"));
        client.join().send(new ToClient.Results("s1", "n1", TaskFrames.packResults(List.of(result))));
    }

    @Test
    void theProgramIsToldWhatItsCallsWaitForAndMayAsk() throws Exception {
        open();
        FromClient.Request opening = message(FromClient.Request.class);
        client.join().send(new ToClient.Part(opening.id(), Map.of("waits", "1 function waits")));
        Frame notice = Frame.read(out);
        assertThat(notice.kind()).isEqualTo('N');
        assertThat(notice.text()).isEqualTo("1 function waits");
        client.join().send(new ToClient.Part(opening.id(), Map.of("warm", true)));
        assertThat(Frame.read(out).kind()).isEqualTo('W');
        say('Q', Frame.longs(9), text("{\"why\": {}}"));
        assertThat(Frame.read(out).kind()).isEqualTo('P');
        assertThat(heard)
                .anyMatch(message -> message instanceof FromClient.Request request
                        && request.question().equals(new Question.WhyTasks("s1")));
    }

    @Test
    void resultsComeAsTheHeadTellsThem() throws Exception {
        open();
        result(5);
        Frame results = Frame.read(out);
        assertThat(results.kind()).isEqualTo('R');
        assertThat(results.bytes(4)).isEqualTo(Frame.name("n1"));
        assertThat(TaskFrames.results(results.rest()).get(0).id()).isEqualTo(5);
        client.join().send(new ToClient.Body("s1", 6, 100, 300, new byte[50]));
        Frame part = Frame.read(out);
        assertThat(part.kind()).isEqualTo('B');
        assertThat(part.content().remaining()).isEqualTo(24 + 50);
        assertThat(message(FromClient.BodyTaken.class)).isEqualTo(new FromClient.BodyTaken("s1", 6, 150));
    }

    @Test
    void whereCallsHaveBegunIsPassedOn() throws Exception {
        open();
        client.join().send(new ToClient.Begun("s1", "n1", List.of(5L, 6L)));
        Frame begun = Frame.read(out);
        assertThat(begun.kind()).isEqualTo('G');
        assertThat(begun.bytes(4)).isEqualTo(Frame.name("n1"));
        assertThat(begun.rest()).isEqualTo(Frame.longs(5, 6));
    }

    @Test
    void questionsAreAnsweredPartByPart() throws Exception {
        open();
        say('Q', Frame.longs(3), text("{\"nodes\": {\"why\": false}}"));
        Frame part = Frame.read(out);
        assertThat(part.kind()).isEqualTo('P');
        assertThat(part.bytes(8)).isEqualTo(Frame.longs(3));
        assertThat(part.text()).isEqualTo("{\"id\":\"n1\"}");
        assertThat(Frame.read(out).kind()).isEqualTo('D');
        say('Q', Frame.longs(4), text("{\"weather\": {}}"));
        assertThat(Frame.read(out).kind()).isEqualTo('F');
    }

    @Test
    void cancellingNamesTheCalls() throws Exception {
        open();
        say('C', Frame.longs(4, 9));
        assertThat(message(FromClient.Cancel.class)).isEqualTo(new FromClient.Cancel("s1", List.of(4L, 9L)));
    }

    @Test
    void aHeadThatIsGoneIsTold() throws Exception {
        open();
        links.cut();
        Frame last = Frame.read(out);
        assertThat(last.kind()).isEqualTo('X');
        assertThat(last.text())
                .startsWith("the way to the cluster is lost: ")
                .contains("attune cluster start", "attune.init()");
    }

    @Test
    void theSessionEndsWithItsProgram() throws Exception {
        open();
        in.close();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isNull();
    }
}
