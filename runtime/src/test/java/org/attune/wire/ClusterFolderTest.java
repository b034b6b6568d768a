package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    private static final HeadAddress HEAD = new HeadAddress(
            "c1", 3, List.of("10.0.0.1", "fd00::1"), 4711, "n1", 77, "1.2", Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    Path folder;

    @Test
    void theHeadIsFoundByWhatItAnnounced() throws Exception {
        ClusterFolder cluster = ClusterFolder.make(folder.resolve("a/b"));
        assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(cluster.head()).isEmpty();
        cluster.announce(HEAD);
        assertThat(mode(folder.resolve("a/b/head.json"))).isEqualTo("rw-------");
        assertThat(ClusterFolder.at(folder.resolve("a/b")).head()).contains(HEAD);
    }

    @Test
    void aHeadThatGoesForgetsNoOtherThanItself() throws Exception {
        ClusterFolder cluster = ClusterFolder.make(folder.resolve("a"));
        HeadAddress later = new HeadAddress("c1", 4, List.of(), 1, "n2", 1, "1.2", Instant.EPOCH);
        cluster.announce(later);
        cluster.forget(HEAD);
        assertThat(cluster.head()).contains(later);
        cluster.forget(later);
        assertThat(cluster.head()).isEmpty();
    }

    @Test
    void theKeyIsMadeOnce() throws Exception {
        ClusterFolder cluster = ClusterFolder.make(folder.resolve("a"));
        assertThat(cluster.key()).isEmpty();
        String made = cluster.keyOrNew().fingerprint();
        assertThat(cluster.keyOrNew().fingerprint()).isEqualTo(made);
    }

    @Test
    void aFolderThatIsNotThereHoldsNothingYet() throws Exception {
        ClusterFolder cluster = ClusterFolder.at(folder.resolve("nowhere"));
        assertThat(cluster.head()).isEmpty();
        assertThat(cluster.key()).isEmpty();
    }

    @Test
    void aFileWhereAFolderIsMeantIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("notes"));
        for (Path path : List.of(file, file.resolve("cluster"))) {
            for (var attempt : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                    () -> ClusterFolder.make(path),
                    () -> ClusterFolder.at(path).head(),
                    () -> ClusterFolder.at(path).key())) {
                assertThatThrownBy(attempt)
                        .isInstanceOf(ClusterProblem.class)
                        .hasMessageStartingWith(file + " is a file, and not the folder of a cluster")
                        .hasMessageContaining("--cluster");
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsToldOf() {
        assertThatThrownBy(() -> ClusterFolder.make(Path.of("/proc/attune")))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("the folder /proc/attune cannot be made")
                .hasMessageContaining("--cluster");
    }

    @Test
    void aFolderThatIsOpenToOthersIsRefused() throws Exception {
        Path open = folder.resolve("a");
        ClusterFolder cluster = ClusterFolder.make(open);
        cluster.announce(HEAD);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x--x"));
        for (var attempt : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> ClusterFolder.make(open), cluster::head, cluster::key, () -> cluster.announce(HEAD))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(ClusterProblem.class)
                    .hasMessageContaining("others may get at " + open)
                    .hasMessageContaining("rwxr-x--x")
                    .hasMessageContaining("chmod 700 " + open);
        }
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws Exception {
        Path foreign = folder.resolve("a");
        ClusterFolder.make(foreign);
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root gives folders away")
                .isEqualTo(0);
        Files.setAttribute(foreign, "unix:uid", 65534);
        assertThatThrownBy(() -> ClusterFolder.make(foreign))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining(foreign + " belongs to another user")
                .hasMessageContaining("ATTUNE_CLUSTER");
    }

    @Test
    void aFileThatTellsNoHeadIsRefused() throws Exception {
        ClusterFolder cluster = ClusterFolder.make(folder.resolve("a"));
        for (String text : List.of("", "{", "[]", "{\"cluster\": 1}", "{\"addresses\": 3}")) {
            Privacy.write(folder.resolve("a/head.json"), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThatThrownBy(cluster::head)
                    .as(text)
                    .isInstanceOf(ClusterProblem.class)
                    .hasMessageContaining("does not tell where a head is");
        }
    }

    @Test
    void theUsualFolderIsTheVariablesElseTheHomesOne() {
        assertThat(ClusterFolder.usual(Map.of("ATTUNE_CLUSTER", "/x"))).isEqualTo(Path.of("/x"));
        assertThat(ClusterFolder.usual(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".attune/cluster"));
    }

    @Test
    void theAddressesOfThisMachineEndWithItself() throws Exception {
        List<String> here = Addresses.here();
        assertThat(here).contains("127.0.0.1").doesNotHaveDuplicates();
        assertThat(InetAddress.getByName(here.get(here.size() - 1)).isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aHeadOnThisMachineIsDialledWhereNoInterfaceCanBeTakenAway() {
        List<String> all = List.of("10.0.0.1", "fd00:0:0:0:0:0:0:1", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Addresses.beside(all, address -> address.getHostAddress().equals("10.0.0.1")))
                .contains("127.0.0.1");
        assertThat(Addresses.beside(all, InetAddress::isLoopbackAddress))
                .as("elsewhere")
                .isEmpty();
        assertThat(Addresses.beside(List.of(), address -> true)).isEmpty();
        assertThat(Addresses.isHere(InetAddress.getLoopbackAddress())).isTrue();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
