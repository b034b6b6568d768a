package org.attune.trial.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments are really built, from packages that lie beside the requirements. */
@NeedsPython
class PythonSetupTest {
    @TempDir
    Path temporary;

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    private PythonSetup setup(Map<String, String> more) {
        return setup(UUID.randomUUID().toString(), more);
    }

    private PythonSetup setup(String run, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ATTUNE_CACHE", temporary.resolve("cache").toString());
        environment.put("PIP_NO_INDEX", "1");
        environment.putAll(more);
        return new PythonSetup(run, environment, progress::add);
    }

    private Path requirements(String folder, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(temporary.resolve(folder)).resolve("requirements.txt"), text);
    }

    @Test
    void anEnvironmentIsBuiltOnceAndShared() throws Exception {
        Path first = requirements("first study", "# nothing\n");
        Path second = requirements("second study", "# nothing\n");
        PythonSetup setup = setup(Map.of());
        List<CompletableFuture<PythonEnvironment>> both = List.of(
                CompletableFuture.supplyAsync(() -> setup.environment(first)),
                CompletableFuture.supplyAsync(() -> setup.environment(second)));
        PythonEnvironment environment = both.get(0).join();
        assertThat(both.get(1).join()).isEqualTo(environment);
        assertThat(progress.stream().filter(line -> line.startsWith("Building")))
                .hasSize(1);
        assertThat(progress).last().isEqualTo("The Python environment is ready");
        progress.clear();
        assertThat(setup.environment(first)).isEqualTo(environment);
        assertThat(progress).isEmpty();
    }

    @Test
    void packagesBesideTheRequirementsAreInstalledAndAHalfBuiltEnvironmentIsReplaced() throws Exception {
        Path file = requirements("study", "-r more.txt\n");
        Files.writeString(file.resolveSibling("more.txt"), "./packages/demo-1.0-py3-none-any.whl\n");
        DemoWheel.in(file.resolveSibling("packages"));
        PythonSetup setup = setup(Map.of());
        Path folder =
                temporary.resolve("cache/envs").resolve(Requirements.read(file).key(setup.interpreter()));
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/python"), "half");
        PythonEnvironment environment = setup.environment(file);
        assertThat(environment.folder()).isEqualTo(folder);
        assertThat(progress).contains("Processing demo-1.0-py3-none-any.whl");
        Process process =
                new ProcessBuilder(environment.python().toString(), "-c", "import demo; print(demo.answer)").start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("42\n");
    }

    @Test
    void aFailureSaysWhatPipSaidLastAndLeavesNothing() throws Exception {
        Path file = requirements("study", "attune-no-such-package==1.0\n");
        assertThatThrownBy(() -> setup(Map.of()).environment(file))
                .isInstanceOf(PythonProblem.class)
                .hasMessageContaining("pip could not install " + file)
                .hasMessageContaining("No matching distribution found for attune-no-such-package==1.0")
                .hasMessageContaining("or the index that has it cannot be reached");
        assertThat(Files.list(temporary.resolve("cache/envs")).filter(Files::isDirectory))
                .isEmpty();
    }

    private long builds() {
        return progress.stream().filter(line -> line.startsWith("Building")).count();
    }

    @Test
    void severalWorkersOfAMachineShareAFailureAndTheNextRunTriesAgain() throws Exception {
        Path file = requirements("study", "./packages/demo-1.0-py3-none-any.whl\n");
        List<CompletableFuture<Throwable>> both = List.of(failure("run 1", file), failure("run 1", file));
        for (CompletableFuture<Throwable> one : both) {
            assertThat(one.get(5, TimeUnit.MINUTES))
                    .isInstanceOf(PythonProblem.class)
                    .hasMessageContaining("pip could not install " + file);
        }
        DemoWheel.in(file.resolveSibling("packages"));
        assertThat(failure("run 1", file).get(5, TimeUnit.MINUTES)).hasMessageContaining("of this machine tried it");
        assertThat(builds()).isEqualTo(1);
        assertThat(setup("run 2", Map.of()).environment(file).folder()).isDirectory();
        assertThat(Files.list(temporary.resolve("cache/envs")).filter(Files::isRegularFile))
                .as("the failure is forgotten")
                .isEmpty();
    }

    /** How it fails. */
    private CompletableFuture<Throwable> failure(String run, Path file) {
        return CompletableFuture.supplyAsync(() -> setup(run, Map.of()).environment(file))
                .handle((environment, problem) -> problem == null ? null : problem.getCause());
    }

    @Test
    void anotherContentIsAnotherEnvironment() throws Exception {
        Interpreter python = setup(Map.of()).interpreter();
        String key =
                Requirements.read(requirements("a", "-r b.txt\n", "x==1\n")).key(python);
        assertThat(Requirements.read(requirements("b", "-r b.txt\n", "x==1\n")).key(python))
                .isEqualTo(key);
        assertThat(Requirements.read(requirements("c", "-r b.txt\n", "x==2\n")).key(python))
                .isNotEqualTo(key);
        assertThat(Requirements.read(requirements("a", "-r b.txt\n", "x==1\n"))
                        .key(new Interpreter(python.path(), "3.9.0", "another")))
                .isNotEqualTo(key);
    }

    private Path requirements(String folder, String text, String included) throws IOException {
        Path file = requirements(folder, text);
        Files.writeString(file.resolveSibling("b.txt"), included);
        return file;
    }

    @Test
    void missingRequirementsAreNamed() {
        Path file = temporary.resolve("requirements.txt");
        assertThatThrownBy(() -> setup(Map.of()).environment(file))
                .isInstanceOf(PythonProblem.class)
                .hasMessage("requirements names " + file + ", but there is no such file.");
    }

    @Test
    void withoutAPythonThePathIsBlamed() {
        assertThatThrownBy(() -> setup(Map.of("PATH", temporary.toString(), "ATTUNE_PYTHON", ""))
                        .interpreter())
                .isInstanceOf(PythonProblem.class)
                .hasMessageContaining("neither a python3 nor a python on the PATH");
        assertThatThrownBy(() -> setup(Map.of("ATTUNE_PYTHON", "/no/python")).interpreter())
                .hasMessage("ATTUNE_PYTHON is '/no/python', but there is no such program.");
    }

    @Test
    void anOldPythonIsRefused() throws Exception {
        Path old = Files.writeString(
                temporary.resolve("python3"), "#!/bin/sh\necho 3.8.10\necho cpython 3.8.10 linux /usr\n");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> setup(Map.of("ATTUNE_PYTHON", old.toString())).interpreter())
                .hasMessageContaining("Python must be 3.9 or newer, but " + old + " is 3.8.10");
    }

    @Test
    void theClientIsWrittenOnce() throws Exception {
        Path folder = setup(Map.of()).client();
        assertThat(folder.getParent()).isEqualTo(temporary.resolve("cache/client"));
        assertThat(folder.resolve("attune.py")).content().contains("Attune's client for Python");
        assertThat(setup(Map.of()).client()).isEqualTo(folder);
        assertThat(Files.list(folder).map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("attune.py", "attune_bridge.py", "attune_cluster.py", "start");
    }

    @Test
    void theCacheFollowsTheEnvironment() {
        assertThat(CacheFolder.of(Map.of("ATTUNE_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
                .isEqualTo(Path.of("/a"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/b"))).isEqualTo(Path.of("/b/attune"));
        assertThat(CacheFolder.of(Map.of("HOME", "/home/me"))).isEqualTo(Path.of("/home/me/.cache/attune"));
        assertThat(CacheFolder.of(Map.of())).isEqualTo(Path.of(System.getProperty("user.home"), ".cache/attune"));
    }
}
