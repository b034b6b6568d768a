package org.attune.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.cli.Attune;
import org.attune.faults.NeedsRoot;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune doctor} as it is called: what only a process of its own can have broken. */
@Timeout(180)
class DoctorIT {
    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void anEmptyHome() {
        attune = new Attune(folder)
                .with("HOME", folder.toString())
                .with("ATTUNE_CACHE", folder.resolve("cache").toString());
    }

    private Attune.Ended within(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(Attune.distribution().toString(), "doctor", "--json"));
        return attune.finish(attune.start(all));
    }

    private static Map<?, ?> finding(Attune.Ended ended, String what) {
        return ended.jsonLines().stream()
                .filter(line -> line.get("what").equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.out() + ended.err()));
    }

    @Test
    @NeedsPython
    void aLineTellsOfEachThingAndNothingIsLeftBehind() throws Exception {
        Attune.Ended ended = attune.run("doctor");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out().lines())
                .anyMatch(line -> line.matches("green   Java +\\d+.*"))
                .anyMatch(line -> line.matches("green   file semantics +rename.*"))
                .anyMatch(line -> line.matches("green   TLS +1\\.3.*"));
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly("stdout", "stderr");
        }
    }

    @Test
    void aLimitOfOpenFilesIsRedWithItsFix() {
        Attune.Ended ended = within("sh", "-c", "ulimit -n 64; exec \"$@\"", "sh");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(finding(ended, "limits").get("level")).isEqualTo("red");
        assertThat(finding(ended, "limits").get("why")).asString().contains("64 open files", "room for no trial");
        assertThat(finding(ended, "limits").get("fix")).asString().contains("ulimit -n");
    }

    @Test
    @NeedsRoot
    void aMachineWithoutANetworkIsTold() {
        Attune.Ended ended = within("unshare", "--net");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(finding(ended, "ports").get("fix")).asString().contains("ip link set lo up");
        Attune.Ended alone = within("unshare", "--net", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh");
        assertThat(finding(alone, "ports").get("level")).isEqualTo("yellow");
        assertThat(finding(alone, "ports").get("why")).asString().contains("no address but its own");
    }

    @Test
    @NeedsRoot
    void aNameThatLeadsElsewhereIsTold() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n203.0.113.9 stray\n");
        Attune.Ended ended = within(
                "unshare",
                "--uts",
                "--mount",
                "sh",
                "-c",
                "hostname stray; mount --bind " + hosts + " /etc/hosts; exec \"$@\"",
                "sh");
        assertThat(finding(ended, "host name").get("why")).asString().contains("stray leads to 203.0.113.9");
        assertThat(finding(ended, "host name").get("fix")).asString().contains("/etc/hosts");
    }

    @Test
    @NeedsRoot
    void aFolderOfAnotherUserIsTold() throws Exception {
        Path results = Files.createDirectories(folder.resolve("attune_results"));
        Files.setAttribute(folder, "unix:mode", 040755);
        Path program = Files.copy(Attune.distribution(), folder.resolve("attune"));
        Files.setAttribute(program, "unix:mode", 0100755);
        Attune.Ended ended = attune.with("ATTUNE_RESULTS", results.toString())
                .finish(attune.start(List.of(
                        "setpriv",
                        "--reuid=61234",
                        "--regid=61234",
                        "--clear-groups",
                        program.toString(),
                        "doctor",
                        "--json")));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(finding(ended, "results folder").get("why"))
                .asString()
                .contains("Permission denied", "belongs to root");
    }
}
