package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.machine.Gpus;
import org.attune.trial.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");

    private void look(List<String> words, Path... written) {
        Program program =
                new Program(words, folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        new Preflight(program, folder, environment)
                .look(new Gpus(Gpus.Vendor.NONE, List.of(), ""), false, List.of(written));
    }

    private void refused(String message, List<String> words, Path... written) {
        assertThatThrownBy(() -> look(words, written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsThereIsNotComplainedOf() throws IOException {
        Files.writeString(folder.resolve("train.sh"), "exit 0");
        look(List.of("sh", "train.sh", "{lr}", "{{}}", "a\nb"), folder, folder.resolve("not/there/yet"));
        assertThat(folder).isDirectoryContaining("glob:**train.sh").isDirectoryNotContaining("glob:**probe");
    }

    @Test
    void aProgramThatIsNotInstalledOnThisMachine() {
        refused("cannot run 'module-python': no such file", List.of("module-python", "train.py"));
    }

    @Test
    void aProgramThatIsNoneOnThisMachine() throws IOException {
        Files.writeString(folder.resolve("train.sh"), "exit 0");
        refused("cannot run './train.sh': it is not executable", List.of("./train.sh"));
        refused("cannot run './other.sh': no such file", List.of("./other.sh"));
    }

    @Test
    void aProgramThatDiffersFromTrialToTrialIsLeftToThem() {
        look(List.of("{program}", "--lr={lr}"));
    }

    @Test
    void aFolderThatIsNotMounted() {
        Path gone = folder.resolve("gone");
        Program program = new Program(
                List.of("sh"), folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new Preflight(program, gone, environment)
                        .look(new Gpus(Gpus.Vendor.NONE, List.of(), ""), false, List.of()))
                .hasMessage("the study's folder " + gone + " is not there. Is its file system mounted?");
    }

    @Test
    void aDiskThatTakesNothing() {
        refused("nothing can be kept in /dev/full: ", List.of("sh"), Path.of("/dev/full"));
        refused("nothing can be kept in /proc: ", List.of("sh"), Path.of("/proc"));
    }

    @Test
    void aModuleThatIsNotInstalledOnThisMachine() {
        Program program = new Program(
                List.of("python3"),
                folder,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("/usr/bin/python3")),
                Optional.empty());
        Preflight.look(program, Optional.empty());
        assertThatThrownBy(() -> Preflight.look(program, Optional.of("torch")))
                .hasMessageContaining("imports torch, which /usr/bin/python3 does not find here. Install it there");
    }
}
