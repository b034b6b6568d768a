package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of trials when the JVM of their worker is killed, or is short of files. */
class WorkerDeathTest {
    @TempDir
    Path folder;

    private Process jvm;

    @AfterEach
    void end() {
        if (jvm != null) {
            jvm.destroyForcibly();
        }
        await().atMost(Head.LIMIT).until(() -> Workers.processesOf(folder).isEmpty());
    }

    private BufferedReader start(String limits, int trials, int grace, String script) throws IOException {
        Files.writeString(folder.resolve("script"), script);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        jvm = new ProcessBuilder(
                        "bash",
                        "-c",
                        limits + "exec \"$@\"",
                        "limited",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        folder.toString(),
                        Integer.toString(trials),
                        Integer.toString(grace))
                .redirectErrorStream(true)
                .start();
        return new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    }

    private void killTheJvm() throws InterruptedException {
        assertThat(reapers()).hasSize(1);
        jvm.destroyForcibly().waitFor();
    }

    private List<ProcessHandle> reapers() {
        String marker = "ATTUNE_WORKER=" + jvm.pid() + "-";
        return ProcessHandle.allProcesses()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(marker)))
                .toList();
    }

    private static void awaitReports(BufferedReader lines, int count) throws IOException {
        int reports = 0;
        for (String line = lines.readLine(); line != null && reports < count; line = lines.readLine()) {
            reports += line.startsWith("reported") ? 1 : 0;
            if (reports == count) {
                return;
            }
        }
        assertThat(reports).isEqualTo(count);
    }

    private void awaitFiles(String... names) {
        await().atMost(Head.LIMIT).until(() -> Stream.of(names).allMatch(name -> Files.exists(folder.resolve(name))));
    }

    @Test
    void noProcessIsLeftWhenTheJvmIsKilled() throws Exception {
        BufferedReader lines = start("", 3, 1, """
                trap '' TERM
                setsid sleep 1000 &
                (setsid sh -c 'sleep 1000 & exit' &)
                sleep 1000 &
                report '"metrics": {"loss": 1}'
                while :; do sleep 1; done
                """);
        awaitReports(lines, 3);
        await().atMost(Head.LIMIT).until(() -> Workers.processesOf(folder).size() >= 12);
        killTheJvm();
        await().atMost(Head.LIMIT)
                .until(() -> Workers.processesOf(folder).isEmpty() && reapers().isEmpty());
    }

    @Test
    void trialsMaySaveWhenTheJvmIsKilled() throws Exception {
        BufferedReader lines = start("", 2, 60, """
                trap 'echo saved > saved-$ATTUNE_TRIAL; exit 0' TERM
                report '"metrics": {"loss": 1}'
                echo > answered-$ATTUNE_TRIAL
                while :; do sleep 0.1; done
                """);
        awaitReports(lines, 2);
        awaitFiles("answered-0", "answered-1");
        jvm.destroyForcibly().waitFor();
        awaitFiles("saved-0", "saved-1");
    }

    @Test
    void killedInTheMidstOfStartingItLeavesNothing() throws Exception {
        start("", 60, 0, "sleep 1000 & sleep 1000");
        await().atMost(Head.LIMIT).until(() -> Workers.processesOf(folder).size() > 10);
        killTheJvm();
        await().atMost(Head.LIMIT)
                .until(() -> Workers.processesOf(folder).isEmpty() && reapers().isEmpty());
    }

    @Test
    void thirtyTrialsFitIntoTwoHundredFiftySixOpenFiles() throws Exception {
        BufferedReader lines = start("ulimit -n 256; ", 30, 1, "report '\"metrics\": {\"loss\": 1}'");
        List<String> said = lines.lines().toList();
        assertThat(said.stream().filter(line -> line.startsWith("FINISHED"))).hasSize(30);
        assertThat(jvm.waitFor()).isZero();
    }

    @Test
    void withoutTheToolsThatStartTrialsItSaysWhatIsMissing() throws Exception {
        BufferedReader lines = start("export PATH=/nowhere; ", 1, 1, "exit 0");
        assertThat(lines.lines())
                .anyMatch(line -> line.contains("there is no 'setsid' on the PATH. Attune runs trials on Linux only."));
    }
}
