package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads who gave Attune something that cannot work. */
class BadInputIT {
    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void make() {
        attune = new Attune(folder).with("ATTUNE_CACHE", folder.resolve("cache").toString());
    }

    private Attune.Ended run(String trainable) throws IOException {
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {lr: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 1",
                "trainable: {" + trainable + "}");
        Attune.Ended ended = attune.run("run", "study.yaml");
        assertThat(ended.out() + ended.err()).doesNotContain("\tat ", "a fault in Attune itself");
        return ended;
    }

    private void isRefused(String trainable, String... messages) throws IOException {
        Attune.Ended ended = run(trainable);
        assertThat(ended.err()).contains(messages);
        assertThat(ended.code()).isEqualTo(2);
    }

    private void fails(String trainable, String... messages) throws IOException {
        Attune.Ended ended = run(trainable);
        assertThat(ended.out()).contains(messages);
        assertThat(ended.code()).isEqualTo(1);
    }

    private Path program(String name, String... lines) throws IOException {
        Path file = attune.file(name, lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void train(String... lines) throws IOException {
        attune.file("train.py", lines);
    }

    @Test
    void aSpaceOfWhichNextToNothingIsAllowed() throws Exception {
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {a: {type: float, low: 0, high: 1}, b: {type: float, low: 0, high: 1}}",
                "forbidden: [{a: {less: {parameter: b}}}, {b: {less: {parameter: a}}}]",
                "trials: 1",
                "trainable: {command: [echo, '{a}']}");
        Attune.Ended ended = attune.run("run", "study.yaml");
        assertThat(ended.err())
                .contains("when all of these are forbidden: 'a < b', 'b < a'. Drop or narrow one of them.")
                .doesNotContain("a fault in Attune itself");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void noSuchProgram() throws Exception {
        fails("command: [trian.py, '{lr}']", "cannot run 'trian.py': no such file (exit 127)");
    }

    @Test
    void noSuchPythonFile() throws Exception {
        isRefused(
                "python: 'nowhere.py:train'",
                "no such file: nowhere.py in " + folder,
                "Paths start at the folder of the study file");
    }

    @Test
    void noSuchFunction() throws Exception {
        train("def trian(config): return 1");
        isRefused("python: 'train.py:train'", "train.py has no function 'train'; did you mean 'trian'?");
    }

    @Test
    void aFunctionOfTwoParameters() throws Exception {
        train("def train(lr, momentum): return 1");
        fails(
                "python: 'train.py:train'",
                "function 'train' in train.py must take one argument, the configuration as a dict, but is train(lr, momentum)");
    }

    @Test
    void aRequirementThatDoesNotExist() throws Exception {
        Files.createDirectories(folder.resolve("packages"));
        attune.file("requirements.txt", "--no-index", "--find-links packages", "no-such-package==9.9");
        train("def train(config): return 1");
        isRefused(
                "python: 'train.py:train', requirements: requirements.txt",
                "pip could not install",
                "No matching distribution found for no-such-package==9.9. Maybe its name is misspelt");
    }

    @Test
    void noNetworkForPip() throws Exception {
        attune.file("requirements.txt", "no-such-package==9.9");
        train("def train(config): return 1");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        attune.with("PIP_INDEX_URL", "http://127.0.0.1:" + port + "/simple/")
                .with("PIP_EXTRA_INDEX_URL", "")
                .with("PIP_CONFIG_FILE", "/dev/null")
                .with("PIP_RETRIES", "1");
        isRefused(
                "python: 'train.py:train', requirements: requirements.txt",
                "an index of packages cannot be reached (Connection refused). Is there a network?",
                "HTTPS_PROXY");
    }

    @Test
    void noPython() throws Exception {
        train("def train(config): return 1");
        attune.with("ATTUNE_PYTHON", "/no/python3");
        isRefused("python: 'train.py:train'", "ATTUNE_PYTHON is '/no/python3', but there is no such program.");
    }

    @Test
    void aPythonThatIsTooOld() throws Exception {
        train("def train(config): return 1");
        Path old = program("python3", "#!/bin/sh", "echo 3.6.9", "echo cpython 3.6.9 linux /usr");
        attune.with("ATTUNE_PYTHON", old.toString());
        isRefused(
                "python: 'train.py:train'",
                "Python must be 3.9 or newer, but " + old + " is 3.6.9. Install a newer one");
    }

    @Test
    void aPythonThatDoesNotWork() throws Exception {
        train("def train(config): return 1");
        Path broken = program("python3", "#!/bin/sh", "echo error while loading shared libraries >&2", "exit 127");
        attune.with("ATTUNE_PYTHON", broken.toString());
        isRefused(
                "python: 'train.py:train'",
                broken
                        + " does not work: asked for its version it says error while loading shared libraries (exit 127)");
    }

    @Test
    void aTrialThatReportsNothing() throws Exception {
        train("def train(config): pass");
        fails("python: 'train.py:train'", "the trial ended without a report of 'loss'.");
    }

    @Test
    void aTrialThatReportsAnotherMetric() throws Exception {
        train("import attune", "def train(config): attune.report(los=1)");
        fails(
                "python: 'train.py:train'",
                "the trial ended without a report of 'loss'. It reported los: maybe that is what objective.metric should name?");
    }

    @Test
    void aTrialThatReportsNoNumbers() throws Exception {
        train("def train(config): return float('nan')");
        fails("python: 'train.py:train'", "no trial reported loss as a number");
    }

    @Test
    void aStudyFileThatChanged() throws Exception {
        train("def train(config): return 1");
        run("python: 'train.py:train'");
        Attune.Ended ended = attune.run("run", "study.yaml", "--set", "objective.mode=max");
        assertThat(ended.err())
                .contains(
                        "was begun with another definition",
                        "objective.mode: min -> max (not possible once a study has begun)",
                        "Give it another name (--name), or undo the change");
        assertThat(ended.code()).isEqualTo(2);
    }
}
