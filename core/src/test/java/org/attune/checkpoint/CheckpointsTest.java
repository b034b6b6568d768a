package org.attune.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path temporary;

    private Path working;
    private Path results;
    private Checkpoints checkpoints;

    @BeforeEach
    void make() throws IOException {
        working = Files.createDirectories(temporary.resolve("study"));
        results = Files.createDirectories(temporary.resolve("results/demo"));
        checkpoints = new Checkpoints(results, working);
        checkpoints.newSaveFolder(3, 1);
    }

    private Path saved(String name, String content) throws IOException {
        Path folder = Files.createDirectories(working.resolve(name));
        Files.writeString(folder.resolve("state"), content);
        return folder;
    }

    private void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> checkpoints.register(3, 1, 1, path.toString()))
                .isInstanceOf(UnusableCheckpointException.class)
                .hasMessageContaining(reason);
        assertThat(path).exists();
    }

    @Test
    void aFolderIsMovedToItsPlace() throws Exception {
        Path folder = saved("mine", "a");
        assertThat(checkpoints.register(3, 1, 9, "mine")).isEqualTo("checkpoints/3/9");
        assertThat(results.resolve("checkpoints/3/9/state")).hasContent("a");
        assertThat(folder).doesNotExist();
        assertThat(checkpoints.folder("checkpoints/3/9")).isEqualTo(results.resolve("checkpoints/3/9"));
    }

    @Test
    void oneThatIsThereIsReplaced() throws Exception {
        saved("mine", "a");
        checkpoints.register(3, 1, 9, "mine");
        saved("mine", "b");
        checkpoints.register(3, 1, 9, "mine");
        assertThat(results.resolve("checkpoints/3/9/state")).hasContent("b");
        checkpoints.removeSaveFolder(3, 1);
        assertThat(Files.list(results.resolve("checkpoints/3"))).hasSize(1);
    }

    @Test
    void aLinkedFolderIsMovedItself() throws Exception {
        Files.createSymbolicLink(working.resolve("link"), saved("mine", "a"));
        checkpoints.register(3, 1, 1, "link");
        assertThat(results.resolve("checkpoints/3/1"))
                .satisfies(path -> assertThat(Files.isSymbolicLink(path)).isFalse());
        assertThat(results.resolve("checkpoints/3/1/state")).hasContent("a");
    }

    @Test
    void theWholeTreeIsCopiedToAnotherFileSystem() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(results)));
        Path elsewhere = Files.createTempDirectory(memory, "attune-test");
        Files.createDirectories(elsewhere.resolve("a/b"));
        Files.writeString(elsewhere.resolve("a/b/state"), "far");
        Files.createSymbolicLink(elsewhere.resolve("a/latest"), Path.of("b/state"));
        checkpoints.register(3, 1, 2, elsewhere.toString());
        assertThat(results.resolve("checkpoints/3/2/a/b/state")).hasContent("far");
        assertThat(results.resolve("checkpoints/3/2/a/latest")).isSymbolicLink().hasContent("far");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void whatMustNotBeMovedIsRefused() throws Exception {
        saved("mine", "a");
        checkpoints.register(3, 1, 1, "mine");
        Files.writeString(results.resolve("journal.jsonl"), "");
        assertRefused(Path.of("/"), "working directory");
        assertRefused(working, "working directory");
        assertRefused(temporary, "working directory");
        assertRefused(results, "study's results lie in it");
        assertRefused(results.resolve("journal.jsonl"), "Attune's own");
        assertRefused(results.resolve("checkpoints/3/1"), "again");
        assertRefused(Path.of("/dev/null"), "neither a folder nor a file");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> checkpoints.register(3, 1, 1, "nowhere"))
                .isInstanceOf(UnusableCheckpointException.class)
                .hasMessage(
                        "there is no checkpoint at " + working.resolve("nowhere") + ". Save it before it is reported.");
        assertThatThrownBy(() -> checkpoints.folder("checkpoints/3/7")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> checkpoints.folder("../demo")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void discardingFreesThePlaceAtOnceAndLeavesNoEmptyFolders() throws Exception {
        saved("mine", "a");
        checkpoints.register(3, 1, 1, "mine");
        checkpoints.removeSaveFolder(3, 1);
        Optional<Path> discarded = checkpoints.discard("checkpoints/3/1");
        assertThat(results.resolve("checkpoints/3/1")).doesNotExist();
        checkpoints.delete(discarded.orElseThrow());
        assertThat(results).isEmptyDirectory();
        assertThat(checkpoints.discard("checkpoints/3/1")).isEmpty();
    }

    @Test
    void nothingButCheckpointsCanBeDiscarded() throws Exception {
        Path precious = Files.createDirectories(temporary.resolve("precious/1"));
        Files.createSymbolicLink(results.resolve("checkpoints/8"), precious.getParent());
        for (String path : new String[] {
            "", "checkpoints", "checkpoints/3", "checkpoints/../../../precious/1", "/tmp", "checkpoints/3/1/deep"
        }) {
            assertThatThrownBy(() -> checkpoints.discard(path)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(checkpoints.discard("checkpoints/8/1")).isEmpty();
        assertThat(precious).exists();
    }

    @Test
    void whatACrashLeftIsPutInOrder() throws Exception {
        Path trial = results.resolve("checkpoints/3");
        Files.createDirectories(trial.resolve(".replaced-5"));
        Files.createDirectories(trial.resolve(".replaced-6"));
        Files.createDirectories(trial.resolve("6"));
        Files.createDirectories(trial.resolve(".incoming-1-7"));
        Files.createDirectories(trial.resolve(".discarded-1-0"));
        Files.createDirectories(results.resolve("checkpoints/4/.save-2"));
        checkpoints.recover();
        assertThat(Files.list(trial).map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("5", "6");
        assertThat(results.resolve("checkpoints/4")).doesNotExist();
    }

    @Test
    void aHeadThatWakesUpAfterItWasReplacedRemovesNothingOfTheNext() throws Exception {
        Path former = new Checkpoints(results, working).incoming("checkpoints/4/1", "w1");
        checkpoints.recover(true);
        Checkpoints next = new Checkpoints(results, working);
        next.recover(true);
        Path claimed = next.incoming("checkpoints/4/1", "w1");
        Path begun = next.incoming("checkpoints/4/2", "w1");
        assertThat(former).doesNotExist();
        checkpoints.removeUnclaimed();
        assertThat(claimed).exists();
        assertThat(begun).exists();
    }

    @Test
    void whatTrialsThatRunOnSaveInIsLeftAlone() throws Exception {
        Path saving = Files.createDirectories(results.resolve("checkpoints/4/.save-2"));
        Files.createDirectories(results.resolve("checkpoints/4/.discarded-1-0"));
        checkpoints.recover(true);
        assertThat(Files.list(results.resolve("checkpoints/4"))).containsExactly(saving);
    }
}
