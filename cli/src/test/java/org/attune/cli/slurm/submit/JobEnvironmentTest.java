package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEnvironmentTest {
    private static final Map<String, String> HERE = Map.of("PATH", "/usr/bin:/bin", "A", "1");

    @TempDir
    Path folder;

    @Test
    void itHasWhatLinesOfSetupAndTheFilesTheySourceMakeOfIt() throws Exception {
        Files.writeString(folder.resolve("activate"), "PATH=/venv/bin:$PATH\nexport LINES_2=\"a\nb=c\"\n");
        assertThat(JobEnvironment.of(List.of(), List.of("unset A", "source ./activate"), HERE, folder))
                .containsEntry("PATH", "/venv/bin:/usr/bin:/bin")
                .containsEntry("LINES_2", "a\nb=c")
                .doesNotContainKeys("A", "ATTUNE_ENVIRONMENT_FILE");
    }

    @Test
    void itIsThatOfThisProcessWhereThereIsNothingToDo() throws Exception {
        assertThat(JobEnvironment.of(List.of(), List.of(), HERE, folder)).isEqualTo(HERE);
    }

    @Test
    void itsLinesAreNotSeenByOthersOfTheMachine() throws Exception {
        List<String> setup = List.of("export WORDS=\"$(tr '\\0' ' ' < /proc/$$/cmdline)\"", "export KEY=secret");
        assertThat(JobEnvironment.of(List.of(), setup, HERE, folder))
                .containsEntry("KEY", "secret")
                .extractingByKey("WORDS")
                .asString()
                .contains("bash")
                .doesNotContain("secret");
    }

    @Test
    void aFolderThatIsOnNodesAloneIsSaid() {
        assertThatThrownBy(() -> JobEnvironment.of(List.of(), List.of("A=2"), HERE, folder.resolve("scratch")))
                .isInstanceOf(JobEnvironment.NotHere.class)
                .hasMessageEndingWith("scratch, which is not here");
    }

    @Test
    void aModuleThatIsNotHereIsSaidAsTheShellSaysIt() {
        assertThatThrownBy(() -> JobEnvironment.of(List.of("python/3.11"), List.of(), HERE, folder))
                .isInstanceOf(JobEnvironment.NotHere.class)
                .hasMessageContaining("module: command not found");
    }
}
