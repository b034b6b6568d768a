package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.client.HeadClient;
import org.attune.wire.Callee;
import org.attune.wire.ClusterFolder;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.FromClient;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A head of little memory, of which much is asked. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FloodIT {
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1};
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Of the heap as much as of memory beside it, and what a Java virtual machine takes in any case. */
    private static final long MOST_RESIDENT = 450L << 20;

    @TempDir
    Path folder;

    private final Dialer dialer = new Dialer();
    private TestCluster cluster;
    private Process head;
    private HeadAddress address;

    @BeforeEach
    void aHeadOfLittleMemory() throws Exception {
        cluster = new TestCluster(folder);
        Attune attune = cluster.attune("head").with("ATTUNE_JAVA_OPTS", "-Xmx128m");
        head = cluster.begin(attune, "cluster", "start", "--foreground");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(cluster.clusterFolder().resolve("head.json")));
        address = ClusterFolder.at(cluster.clusterFolder()).head().orElseThrow();
    }

    @AfterEach
    void itIsAliveAndWithinBounds() throws Exception {
        try {
            dialer.close();
            assertThat(cluster.ok("nodes").out()).contains("No worker is there");
            assertThat(head.isAlive()).isTrue();
            assertThat(resident()).as("bytes resident at most").isLessThan(MOST_RESIDENT);
            assertThat(cluster.log()).doesNotContain("OutOfMemory");
        } finally {
            cluster.close();
        }
    }

    @Test
    void byStrangers() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        InetSocketAddress port = new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port());
        Deque<SocketChannel> open = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            SocketChannel socket = SocketChannel.open(port);
            open.add(socket);
            socket.write(ByteBuffer.wrap(HALF_A_HELLO));
            if (open.size() > 2000) {
                open.remove().close();
            }
        }
        byte[] garbage = new byte[1 << 20];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(garbage);
            garbage[0] = 22;
            try (Socket socket = new Socket(port.getAddress(), port.getPort())) {
                socket.getOutputStream().write(garbage);
            } catch (IOException e) {
                continue; // it hung up
            }
        }
        for (SocketChannel socket : open) {
            socket.close();
        }
    }

    @Test
    void byAClientThatSubmitsAMillionTasksAndTakesNoResult() throws Exception {
        HeadClient client = client();
        CompletableFuture<String> session = new CompletableFuture<>();
        client.ask(new Question.OpenSession("flood", Map.of()), message -> {
            if (message instanceof ToClient.Part part) {
                session.complete((String) part.value().get("session"));
            }
        });
        String id = session.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        TaskShape shape = new TaskShape("java", Map.of("cpu", 1.0), Map.of(), 3, 0, false);
        Callee callee = new Callee(List.of(), new byte[0], "");
        List<Task> tasks = new ArrayList<>();
        for (long task = 1; task <= 1_000_000; task++) {
            tasks.add(new Task(task, new byte[100]));
            if (tasks.size() == 1000) {
                client.send(new FromClient.Submit(id, shape, callee, TaskFrames.packTasks(tasks)));
                tasks.clear();
                awaitReady(client);
            }
        }
    }

    @Test
    void byAClientThatAsksAndDoesNotListen() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HeadClient client = client();
        client.ask(new Question.Status(), message -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 300_000 && awaitReady(client); i++) {
            client.ask(new Question.Status(), message -> {});
        }
        never.countDown();
    }

    private HeadClient client() throws IOException, InterruptedException {
        Connection connection = dialer.dial(
                address.addresses(),
                address.port(),
                ClusterFolder.at(cluster.clusterFolder()).key().orElseThrow(),
                PATIENCE);
        return HeadClient.greet(connection, "flood", PATIENCE);
    }

    /** @return false if it has not become ready within some seconds: the head takes no more */
    private static boolean awaitReady(HeadClient client) throws InterruptedException {
        for (int i = 0; i < 5000 && !client.isReady(); i++) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return client.isReady();
    }

    private long resident() throws IOException {
        String text = Files.readString(Path.of("/proc/" + head.pid() + "/status"));
        return Long.parseLong(text.replaceFirst("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1")) << 10;
    }
}
