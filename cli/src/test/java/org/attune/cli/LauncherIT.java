package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root of the sources, with a Maven that only pretends to build. */
class LauncherIT {
    private static final List<String> TOOLS =
            List.of("sh", "find", "head", "mkdir", "uname", "rm", "touch", "mv", "sleep", "cat", "chmod");

    @TempDir
    Path folder;

    private Path root;
    private Path tools;

    @BeforeEach
    void hasSources() throws IOException {
        root = Files.createDirectories(folder.resolve("the sources"));
        Files.copy(Attune.repository().resolve("attune"), root.resolve("attune"));
        assertThat(root.resolve("attune").toFile().setExecutable(true)).isTrue();
        Files.createDirectories(root.resolve("cli/src/main/java"));
        Files.createDirectories(root.resolve("cli/target"));
        write(root.resolve("pom.xml"), "<project/>");
        write(root.resolve("cli/src/main/java/Main.java"), "class Main {}");
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path usual = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            write(tools.resolve(tool), "#!/bin/sh\nexec " + usual + " \"$@\"\n");
        }
        write(tools.resolve("sh"), "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    }

    @Test
    void handsOverToWhatIsBuilt() {
        Attune.Ended ended = new Attune(folder)
                .program(Attune.repository().resolve("attune"))
                .run("--version");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("attune ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void buildsOnFirstUseAndAfterAChangeOnly() throws IOException {
        maven("");
        Attune attune = launcher();
        Attune.Ended first = attune.run("one", "two words");
        assertThat(first.err()).contains("Building Attune (first use");
        assertThat(first.out()).isEqualTo("<one><two words>");
        assertThat(attune.run("again").err()).isEmpty();

        Path source = root.resolve("cli/src/main/java/Main.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(attune.run("changed").err()).contains("sources have changed");
    }

    @Test
    void buildsOnceForTwoAtOnce() throws IOException {
        maven("sleep 1");
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        Attune one = launcher(folder.resolve("a"));
        Attune other = launcher(folder.resolve("b"));
        Process first = one.start("one");
        Process second = other.start("other");
        assertThat(one.finish(first).out()).isEqualTo("<one>");
        assertThat(other.finish(second).out()).isEqualTo("<other>");
        assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        maven("");
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        String host = new String(new ProcessBuilder("uname", "-n")
                        .start()
                        .getInputStream()
                        .readAllBytes())
                .strip();
        write(root.resolve("target/build.lock/owner"), host + " " + dead.pid() + "\n");
        assertThat(launcher().run("one").out()).isEqualTo("<one>");
    }

    @Test
    void showsWhyABuildFailed() throws IOException {
        maven("echo '[ERROR] no such symbol'; exit 1");
        Attune.Ended ended = launcher().run("one");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("[ERROR] no such symbol", "the build failed");
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void saysThatMavenIsMissing() {
        Attune.Ended ended = launcher().run("one");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("Maven was not found", "apt install maven");
    }

    @Test
    void saysThatAJdkIsMissing() throws IOException {
        maven("");
        Attune.Ended ended = launcher().with("JAVA_HOME", "/nowhere").run("one");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("No Java compiler was found in JAVA_HOME, /nowhere", "JDK 17 or newer");
    }

    private Attune launcher() {
        return launcher(folder);
    }

    private Attune launcher(Path from) {
        return new Attune(from)
                .program(root.resolve("attune"))
                .with("PATH", tools.toString())
                .with("JAVA_HOME", System.getProperty("java.home"));
    }

    /** A Maven whose build is a program that shows its arguments. */
    private void maven(String also) throws IOException {
        write(tools.resolve("mvn"), """
                #!/bin/sh
                %s
                echo build >>"%s/builds"
                rm -f "%s/cli/target/attune"
                echo '#!/bin/sh' >"%s/cli/target/attune"
                echo 'printf "<%%s>" "$@"' >>"%s/cli/target/attune"
                chmod +x "%s/cli/target/attune"
                """.formatted(also, root, root, root, root, root));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
