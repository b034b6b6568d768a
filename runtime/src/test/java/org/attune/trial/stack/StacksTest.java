package org.attune.trial.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.trial.python.PythonSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StacksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private void start(Map<String, String> environment, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("VIRTUAL_ENV");
        process = builder.start();
    }

    private void python(String program) throws IOException {
        Path file = Files.writeString(folder.resolve("train.py"), program);
        PythonSetup setup = new PythonSetup(System.getenv(), line -> {});
        start(
                Map.of(
                        "PYTHONPATH",
                        setup.client().toString(),
                        "ATTUNE_TRIAL",
                        "1",
                        "ATTUNE_ATTEMPT",
                        "1",
                        "ATTUNE_CONFIG",
                        "{}"),
                setup.interpreter().path().toString(),
                file.toString());
        await().atMost(PATIENCE).until(() -> output().contains("ready"));
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private String stack(String path) throws IOException {
        return new Stacks(Map.of("PATH", path)).of(process.pid());
    }

    private static final String TRAINING = """
            import attune
            import time
            attune.config()
            def deep_inside():
                print("ready", flush=True)
                while True:
                    time.sleep(0.01)
            deep_inside()
            """;

    @Test
    void aPythonProgramThatImportsTheClientTellsItselfAndGoesOn() throws Exception {
        python(TRAINING);
        for (int i = 0; i < 3; i++) {
            assertThat(stack("/usr/bin:/bin"))
                    .contains("by faulthandler")
                    .contains("train.py")
                    .containsOnlyOnce("in deep_inside");
        }
        assertThat(process.isAlive()).isTrue();
        assertThat(output()).isEqualTo("ready\n");
    }

    @Test
    void itsChildrenTellToo() throws Exception {
        python("""
                import attune
                import os, time
                attune.trial()
                def parent():
                    time.sleep(1000)
                def child():
                    print("ready", flush=True)
                    time.sleep(1000)
                child() if os.fork() == 0 else parent()
                """);
        assertThat(stack("/usr/bin:/bin")).containsOnlyOnce("in parent").containsOnlyOnce("in child");
    }

    @Test
    void aPythonProgramThatDoesNotIsLeftAlone() throws Exception {
        python("import time\nprint('ready', flush=True)\ntime.sleep(1000)\n");
        assertThat(stack("/usr/bin:/bin")).contains("waiting").contains("import attune");
        assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aProgramThatReplacedItselfIsLeftAlone() throws Exception {
        python("""
                import attune
                import os
                attune.trial()
                print("ready", flush=True)
                os.execvp("sleep", ["sleep", "1000"])
                """);
        await().atMost(PATIENCE).until(() -> stack("/usr/bin:/bin").contains("sleep 1000"));
        assertThat(stack("/usr/bin:/bin")).doesNotContain("faulthandler");
        assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void pySpyTellsWhereItIsInstalledAndItsFailureIsNoHindrance() throws Exception {
        python(TRAINING);
        Path tools = Files.createDirectory(folder.resolve("tools"));
        program(tools.resolve("py-spy"), "echo \"Thread $3 (idle): MainThread by $1 $2\"");
        assertThat(stack(tools + ":/usr/bin:/bin"))
                .contains("by py-spy")
                .contains("Thread " + process.pid() + " (idle): MainThread by dump --pid");
        program(tools.resolve("py-spy"), "echo 'Permission Denied' >&2; exit 1");
        assertThat(stack(tools + ":/usr/bin:/bin")).contains("by faulthandler").contains("deep_inside");
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void ofJavaJstackTells() throws Exception {
        Path file = Files.writeString(folder.resolve("Train.java"), """
                public class Train {
                    public static void main(String[] words) throws Exception {
                        System.out.println("ready");
                        deepInside();
                    }
                    static void deepInside() throws Exception {
                        Thread.sleep(1_000_000);
                    }
                }
                """);
        start(Map.of(), Path.of(System.getProperty("java.home"), "bin", "java").toString(), file.toString());
        await().atMost(PATIENCE).until(() -> output().contains("ready"));
        assertThat(stack("")).contains("by jstack").contains("Train.deepInside");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void ofOthersTheKernelTells() throws Exception {
        start(Map.of(), "sh", "-c", "sleep 1000; true");
        await().atMost(PATIENCE).until(() -> stack("").contains("sleep 1000\n"));
        assertThat(stack("").lines().filter(line -> line.contains("waiting"))).hasSize(2);
    }

    @Test
    void ofAProcessThatIsGoneThereIsNothing() throws Exception {
        start(Map.of(), "true");
        process.waitFor();
        assertThat(stack("")).isEmpty();
        assertThat(List.of(TrialProcesses.isOf(
                        process.pid(), ProcessHandle.current().pid())))
                .containsExactly(false);
    }
}
