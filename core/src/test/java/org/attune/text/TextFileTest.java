package org.attune.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws Exception {
        assertThat(TextFile.read(Files.writeString(folder.resolve("a"), "\uFEFFname: é"), "a file"))
                .isEqualTo("name: é");
        assertThat(TextFile.read(Files.writeString(folder.resolve("b"), ""), "a file"))
                .isEmpty();
    }

    @Test
    void theFirstByteThatIsNoTextIsNamedWithItsPlace() throws Exception {
        Path file =
                Files.write(folder.resolve("a.json"), new byte[] {'{', '\n', (byte) 0xc3, (byte) 0xa4, (byte) 0xfe});
        assertThatThrownBy(() -> TextFile.read(file, "the file of a search space"))
                .isInstanceOf(TextException.class)
                .hasMessage(file + ":2:2: the file of a search space must be UTF-8 text, but this one is not: there"
                        + " is a byte 0xfe. Save it as UTF-8.");
    }

    @Test
    void aFolderAndAMissingFileAreNamed() {
        assertThatThrownBy(() -> TextFile.read(folder, "a study file"))
                .hasMessage(folder + ": this is a folder, but a study file is needed.");
        assertThatThrownBy(() -> TextFile.read(folder.resolve("none"), "a study file"))
                .hasMessage(folder.resolve("none") + ": no such file.");
    }

    @Test
    void anEndlessFileIsNotReadToItsEnd() {
        assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"), "a study file"))
                .hasMessage("/dev/zero: a study file may have 64 MiB, but this is larger.");
    }

    @Test
    void aMessageStaysReadableWhereATextIsOneLongName() {
        String name = "a".repeat(5_000_000);
        Problems problems = new Problems();
        problems.add(
                new Source.File("f", name).at(1, 1), "there is no '" + name + "'.", "Did you mean '" + name + "'?");
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageStartingWith("f:1:1: there is no 'aaa")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(10_000));
    }
}
