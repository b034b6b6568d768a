package org.attune.client.bridge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.attune.background.Daemons;
import org.attune.client.Conversation;
import org.attune.client.HeadClient;
import org.attune.client.HeadGoneException;
import org.attune.task.code.Hashes;
import org.attune.text.Json;
import org.attune.wire.Callee;
import org.attune.wire.FromClient;
import org.attune.wire.Question;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;

/** Passes on what a program says to a head, and what the head says to it, until one of them is gone. Nothing here knows what calls and results hold. */
public final class Bridge {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUFFER = 1 << 16;
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final HeadClient head;
    private final DataInputStream in;
    private final Speaker speaker;
    private final Map<Integer, TaskShape> shapes = new HashMap<>();
    private final Stored stored = new Stored();
    private final Object readiness = new Object();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private TaskShape gatheredShape;
    private Callee gatheredCallee;
    private String session = "";
    private String settings = "";
    private Conversation opening;
    private volatile boolean over;

    /**
     * @param head closed at the end
     * @param in what the program says
     * @param out what it is told, through a pipe
     * @param unread whose {@code available()} tells how much of that it has not read yet
     */
    public Bridge(HeadClient head, InputStream in, OutputStream out, InputStream unread) {
        this.head = head;
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.speaker = new Speaker(out, unread);
    }

    /** Tells a program that there is no way to a head, and why. */
    public static void refuse(OutputStream out, String why) throws IOException {
        out.write(Frame.of('X', why.getBytes(StandardCharsets.UTF_8)));
        out.flush();
    }

    /**
     * Runs until the program ends or says something that is no frame.
     *
     * @throws IOException if the head is gone or refuses the session, which the program has been told
     */
    public void run() throws IOException, InterruptedException {
        head.onResults(this::tell);
        head.onResultsAtOnce(results -> stored.isEmpty() && speaker.sayAtOnce(() -> frame(results)));
        head.onReady(this::wake);
        try {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                take(frame);
                if (in.available() == 0) {
                    submitGathered();
                }
            }
        } catch (IOException e) {
            refused(e.getMessage());
            throw e;
        } finally {
            head.close();
        }
    }

    private void take(Frame frame) throws IOException, InterruptedException {
        if (frame.kind() != 'S') {
            submitGathered();
        }
        switch (frame.kind()) {
            case 'O' -> open((Map<?, ?>) Json.parse(frame.text()));
            case 'H' -> shapes.put(frame.content().getInt(), shape((Map<?, ?>) Json.parse(frame.text())));
            case 'S' -> submit(frame);
            case 'K' -> store(frame);
            case 'E' -> submitStored(frame);
            case 'C' -> cancel(frame);
            case 'Q' -> ask(frame);
            default -> throw new IOException("a frame of the unknown kind " + frame.kind());
        }
    }

    private void open(Map<?, ?> request) throws IOException, InterruptedException {
        byte[] options = Json.text(request.get("options")).getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Map<String, Object>> opened = new CompletableFuture<>();
        opening = head.ask(new Question.OpenSession(String.valueOf(request.get("name")), options(request)), message -> {
            if (message instanceof ToClient.Part part && !opened.complete(part.value())) {
                speaker.say(
                        part.value().get("waits") instanceof String why
                                ? Frame.of('N', why.getBytes(StandardCharsets.UTF_8))
                                : Frame.of('W'));
            }
        });
        Map<String, Object> answer = awaitOpen(opened);
        session = String.valueOf(answer.get("session"));
        settings = Hashes.of(options);
        send(new FromClient.Code(session, settings, 0, options.length, options));
        Daemons.thread("attune-bridge-session", this::watch).start();
        speaker.say(Frame.of('O', Json.text(answer).getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> options(Map<?, ?> request) {
        Map<?, ?> settings = (Map<?, ?>) request.get("options");
        Map<String, Object> options = new HashMap<>();
        options.put("language", settings.get("language"));
        options.put("settings", settings);
        if (settings.get("resources") instanceof Map<?, ?> resources) {
            options.put("warm", resources);
        }
        return options;
    }

    private Map<String, Object> awaitOpen(CompletableFuture<Map<String, Object>> opened)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return opened.get(20, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                opening.await(Duration.ZERO);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        throw new IOException("the head has not opened a session within " + PATIENCE.toSeconds() + " s.");
    }

    /** The session ends with its program, or before, by a fault that the program is told of. */
    private void watch() {
        String why = "the head has ended the session.";
        try {
            while (!over) {
                over = opening.await(PATIENCE);
            }
        } catch (IOException e) {
            why = e instanceof HeadGoneException
                    ? "the way to the cluster is lost: " + e.getMessage()
                            + ". Where there is a head (attune cluster start), attune.init() opens another session."
                    : e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over = true;
        wake();
        refused(why);
    }

    private void refused(String why) {
        speaker.say(Frame.of('X', String.valueOf(why).getBytes(StandardCharsets.UTF_8)));
    }

    private static TaskShape shape(Map<?, ?> json) {
        Map<String, Double> resources = new HashMap<>();
        ((Map<?, ?>) json.get("resources"))
                .forEach((kind, amount) -> resources.put((String) kind, ((Number) amount).doubleValue()));
        Map<String, String> labels = new HashMap<>();
        ((Map<?, ?>) json.get("labels")).forEach((name, value) -> labels.put((String) name, (String) value));
        return new TaskShape(
                (String) json.get("language"),
                resources,
                labels,
                ((Number) json.get("retries")).intValue(),
                ((Number) json.get("millis")).longValue(),
                (Boolean) json.get("spread"));
    }

    /** Calls that come one by one go together if they are alike, as long as more are there. */
    private void submit(Frame frame) throws InterruptedException {
        TaskShape shape = shapes.get(frame.content().getInt());
        Callee callee = new Callee(
                List.of(settings),
                frame.bytes(Short.toUnsignedInt(frame.content().getShort())),
                "");
        if (shape != gatheredShape || !callee.equals(gatheredCallee) || gathered.size() > TaskFrames.LARGE) {
            submitGathered();
        }
        gatheredShape = shape;
        gatheredCallee = callee;
        gathered.writeBytes(frame.rest());
    }

    private void submitGathered() throws InterruptedException {
        if (gathered.size() > 0) {
            send(new FromClient.Submit(session, gatheredShape, gatheredCallee, gathered.toByteArray()));
            gathered.reset();
        }
    }

    private void store(Frame frame) throws InterruptedException {
        String hash = HexFormat.of().formatHex(frame.bytes(32));
        long offset = frame.content().getLong();
        long size = frame.content().getLong();
        if (!stored.has(hash)) {
            send(new FromClient.Code(session, hash, offset, size, frame.rest()));
        }
    }

    private void submitStored(Frame frame) throws InterruptedException {
        String hash = HexFormat.of().formatHex(frame.bytes(32));
        TaskShape shape = shapes.get(frame.content().getInt());
        byte[] function = frame.bytes(Short.toUnsignedInt(frame.content().getShort()));
        long id = frame.content().getLong();
        stored.use(hash, id);
        byte[] task = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(id)
                .putInt(0)
                .array();
        send(new FromClient.Submit(session, shape, new Callee(List.of(settings), function, hash), task));
    }

    private void cancel(Frame frame) throws InterruptedException {
        List<Long> tasks = new ArrayList<>();
        while (frame.content().hasRemaining()) {
            tasks.add(frame.content().getLong());
        }
        send(new FromClient.Cancel(session, tasks));
    }

    private void ask(Frame frame) throws IOException, InterruptedException {
        long id = frame.content().getLong();
        Map<?, ?> question = (Map<?, ?>) Json.parse(frame.text());
        byte[] number = Frame.longs(id);
        try {
            for (Map<String, Object> part : head.ask(question(question), PATIENCE)) {
                speaker.say(Frame.of('P', number, Json.text(part).getBytes(StandardCharsets.UTF_8)));
            }
            speaker.say(Frame.of('D', number));
        } catch (IOException e) {
            speaker.say(Frame.of('F', number, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Question question(Map<?, ?> asked) throws IOException {
        if (asked.get("nodes") instanceof Map<?, ?> nodes) {
            return new Question.Nodes(Boolean.TRUE.equals(nodes.get("why")));
        } else if (asked.containsKey("why")) {
            return new Question.WhyTasks(session);
        }
        throw new IOException("the bridge does not know this question: " + asked.keySet());
    }

    private void send(FromClient message) throws InterruptedException {
        synchronized (readiness) {
            while (!head.isReady() && !over) {
                readiness.wait(LOOK_AGAIN_MILLIS);
            }
        }
        head.send(message);
    }

    private void wake() {
        synchronized (readiness) {
            readiness.notifyAll();
        }
    }

    private static byte[] frame(ToClient.Results results) {
        return Frame.of('R', Frame.name(results.worker()), results.results());
    }

    private void tell(ToClient message) {
        if (message instanceof ToClient.Results results) {
            if (!stored.isEmpty()) {
                TaskFrames.results(results.results())
                        .forEach(result -> stored.over(result.id())
                                .ifPresent(hash -> head.send(new FromClient.Drop(session, hash))));
            }
            speaker.say(frame(results));
        } else if (message instanceof ToClient.Begun begun) {
            long[] calls = begun.tasks().stream().mapToLong(Long::longValue).toArray();
            speaker.say(Frame.of('G', Frame.name(begun.worker()), Frame.longs(calls)));
        } else if (message instanceof ToClient.Printed printed) {
            speaker.say(Frame.of('L', printed.lines()));
        } else if (message instanceof ToClient.Body body) {
            speaker.say(Frame.of('B', Frame.longs(body.task(), body.offset(), body.size()), body.bytes()));
            head.send(new FromClient.BodyTaken(session, body.task(), body.offset() + body.bytes().length));
        }
    }
}
