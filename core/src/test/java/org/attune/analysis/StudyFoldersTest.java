package org.attune.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.attune.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFoldersTest {
    @TempDir
    Path root;

    @Test
    void theRootIsWhereTheEnvironmentSaysElseInTheHomeFolder() {
        assertThat(StudyFolders.of(Map.of("ATTUNE_RESULTS", "/data/studies")).root())
                .isEqualTo(Path.of("/data/studies"));
        assertThat(StudyFolders.of(Map.of("HOME", "/home/me")).root()).isEqualTo(Path.of("/home/me/attune_results"));
        assertThat(StudyFolders.of(Map.of()).root())
                .isEqualTo(Path.of(System.getProperty("user.home"), "attune_results"));
        assertThat(StudyFolders.of(Map.of("ATTUNE_RESULTS", "")).root()).hasFileName("attune_results");
    }

    @Test
    void aStudyIsFoundByNameAndByFolder() throws IOException {
        Path study = study("cgconv");
        StudyFolders folders = new StudyFolders(root);

        assertThat(folders.resolve("cgconv")).isEqualTo(study);
        assertThat(folders.resolve(study.toString())).isEqualTo(study);
        assertThat(folders.resolve(study + "/../cgconv/")).isEqualTo(study);
        assertThat(folders.names()).containsExactly("cgconv");
    }

    @Test
    void anUnknownNameListsNearOnes() throws IOException {
        study("cgconv");
        study("cgconv-long");
        study("quickstart");
        Files.createDirectory(root.resolve("cgconw"));
        StudyFolders folders = new StudyFolders(root);

        assertThatThrownBy(() -> folders.resolve("CgConf"))
                .isInstanceOf(UnknownStudyException.class)
                .hasMessage("there is no study 'CgConf' in " + root + ". Maybe cgconv?");
        assertThatThrownBy(() -> folders.resolve("quick")).hasMessageEndingWith("Maybe quickstart?");
        assertThatThrownBy(() -> folders.resolve("shell"))
                .hasMessage("there is no study 'shell' in " + root + ", only cgconv, cgconv-long, quickstart.");
        assertThatThrownBy(() -> folders.resolve("./shell"))
                .hasMessage(
                        "there is no study in " + Path.of("shell").toAbsolutePath() + ": it holds no journal.jsonl.");
    }

    @Test
    void anEmptyRootSaysWhereItLooked() {
        assertThatThrownBy(() -> new StudyFolders(root.resolve("none")).resolve("cgconv"))
                .hasMessageContaining("nor any other, in " + root.resolve("none"))
                .hasMessageContaining("ATTUNE_RESULTS");
    }

    private Path study(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.createFile(folder.resolve(Journal.FILE));
        return folder;
    }
}
