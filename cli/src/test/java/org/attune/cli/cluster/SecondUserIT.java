package org.attune.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.faults.NeedsRoot;
import org.attune.text.Json;
import org.attune.wire.ClusterKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What another user of the machine, a real one, can do with a cluster: nothing. */
@NeedsRoot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecondUserIT {
    private static final int NOBODY = 65534;
    private static final String LISTENING = "0A";

    @TempDir
    static Path folder;

    private static Path cluster;
    private static Path attune;
    private static Process worker;
    private static Map<?, ?> head;

    @BeforeAll
    static void aClusterOfThisUser() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        attune = Files.copy(Attune.distribution(), folder.resolve("attune"));
        Files.setPosixFilePermissions(attune, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster = folder.resolve("cluster");
        Said started = run("cluster", "start", "--json", "--cluster", cluster.toString());
        assertThat(started.code()).as(started.text()).isZero();
        head = (Map<?, ?>) Json.parse(started.text().lines().findFirst().orElseThrow());
        worker = new ProcessBuilder(attune.toString(), "worker", "--cluster", cluster.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.out").toFile())
                .start();
        await().atMost(Duration.ofMinutes(2)).until(() -> workers() == 1);
    }

    @AfterAll
    static void end() throws Exception {
        if (head != null) {
            run("cluster", "stop", "--now", "--cluster", cluster.toString());
        }
        if (worker != null && !worker.waitFor(60, TimeUnit.SECONDS)) {
            worker.destroyForcibly();
            fail("the worker outlived its cluster");
        }
    }

    @Test
    void anotherUserCanNeitherReadNorJoinNorAskNorSubmit() throws Exception {
        for (String name : List.of("head.json", "key.pem", "head.log", "studies", ".")) {
            assertThat(asNobody("ls", cluster.resolve(name).toString()).text()).contains("Permission denied");
            assertThat(asNobody("cat", cluster.resolve(name).toString()).code()).isNotZero();
        }
        for (String command : List.of("nodes", "cluster status", "cluster stop")) {
            List<String> words = new ArrayList<>(List.of(attune.toString()));
            words.addAll(List.of(command.split(" ")));
            words.addAll(List.of("--cluster", cluster.toString()));
            Said said = asNobody(words.toArray(String[]::new));
            assertThat(said.code()).as(command + ": " + said.text()).isEqualTo(2);
            assertThat(said.text()).contains(cluster.toString()).doesNotContain("\tat ");
        }
    }

    @Test
    void aWorkerOfAnotherUserDoesNotTrustTheFolderAndIsNoneOfTheCluster() throws Exception {
        Said stranger = asNobody(attune.toString(), "worker", "--cluster", cluster.toString());
        assertThat(stranger.code()).isEqualTo(2);
        assertThat(stranger.text()).contains(cluster + " belongs to another user");
        assertThat(workers()).isOne();
    }

    /** First, as the head tells of the strangers of an address once a minute. */
    @Test
    @Order(1)
    void anotherUserWithAKeyOfItsOwnIsRefusedAtThePort() throws Exception {
        Path key = folder.resolve("own.pem");
        ClusterKey.make().write(key);
        Files.setAttribute(key, "unix:uid", NOBODY);
        String port = "127.0.0.1:" + head.get("port");
        Said said = asNobody(attune.toString(), "nodes", "--head", port, "--key", key.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.text()).contains("holds another key than this one");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(Files.readString(cluster.resolve("head.log")))
                                .containsPattern(
                                        "refused 127.0.0.1: it (did not show|went away before it had shown) this cluster's key"));
    }

    @Test
    void nothingIsToBeLearntFromProcesses() throws Exception {
        List<String> secrets = secrets();
        for (ProcessHandle process : processes()) {
            Path proc = Path.of("/proc/" + process.pid());
            assertThat(asNobody("cat", proc.resolve("environ").toString()).text())
                    .contains("Permission denied");
            assertThat(asNobody("ls", proc.resolve("fd").toString()).text()).contains("Permission denied");
            for (String file : List.of("cmdline", "environ")) {
                assertThat(Files.readString(proc.resolve(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secrets);
            }
        }
    }

    @Test
    void onlyTheHeadListensAndItsPortTellsNothing() throws Exception {
        Set<Integer> ports = ports(pid(head));
        assertThat(ports).containsExactly(((Long) head.get("port")).intValue());
        assertThat(ports(worker.pid())).isEmpty();
        for (int port : ports) {
            for (String words : List.of("", "GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(60_000);
                    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().readAllBytes()).isEmpty();
                } catch (java.net.SocketException reset) {
                    assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe).*");
                }
            }
        }
    }

    private List<String> secrets() throws Exception {
        byte[] key = Files.readAllBytes(cluster.resolve("key.pem"));
        return List.of(
                new String(key, StandardCharsets.ISO_8859_1).substring(0, 40),
                java.util.Base64.getEncoder().encodeToString(key).substring(0, 40),
                java.util.HexFormat.of().formatHex(key).substring(0, 40));
    }

    private List<ProcessHandle> processes() {
        return Stream.of(pid(head), worker.pid())
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private static long pid(Map<?, ?> head) {
        return (Long) head.get("pid");
    }

    /** Ports at which a process listens, from the tables of its network. */
    private static Set<Integer> ports(long pid) throws IOException {
        Set<String> sockets;
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            sockets = open.map(SecondUserIT::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring(8, target.length() - 1))
                    .collect(Collectors.toSet());
        }
        List<String> rows = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            rows.addAll(Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table)));
        }
        return rows.stream()
                .map(row -> row.strip().split("\\s+"))
                .filter(row -> row[3].equals(LISTENING) && sockets.contains(row[9]))
                .map(row -> Integer.parseInt(row[1].substring(row[1].lastIndexOf(':') + 1), 16))
                .collect(Collectors.toSet());
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private record Said(int code, String text) {}

    private static Said run(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(attune.toString()));
        words.addAll(List.of(arguments));
        return said(new ProcessBuilder(words));
    }

    private static long workers() throws Exception {
        return run("nodes", "--json", "--cluster", cluster.toString())
                .text()
                .lines()
                .filter(line -> line.startsWith("{"))
                .count();
    }

    private Said asNobody(String... words) throws Exception {
        return said(nobodys(words));
    }

    private ProcessBuilder nobodys(String... words) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        all.addAll(List.of(words));
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setAttribute(home, "unix:uid", NOBODY);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("HOME", home.toString());
        return builder;
    }

    private static Said said(ProcessBuilder builder) throws Exception {
        Path out = Files.createTempFile(folder, "said", ".txt");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail(builder.command() + " did not end: " + Files.readString(out));
        }
        return new Said(process.exitValue(), Files.readString(out));
    }
}
