package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.attune.wire.Dialer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one file, wherever it lies and however it is called. */
class DistributionIT {
    @TempDir
    Path folder;

    @Test
    void worksCopiedAloneToAFolderWithSpaces() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("a folder")).resolve("attune copy");
        Files.copy(Attune.distribution(), copy);
        assertThat(copy.toFile().setExecutable(true)).isTrue();
        assertThat(new Attune(folder).program(copy).run("--version").out()).startsWith("attune ");
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Attune.distribution());
        assertThat(new Attune(folder).program(link).run("--version").out()).startsWith("attune ");
        Files.delete(link);
    }

    @Test
    void saysThatJavaHomeIsWrong() {
        Attune.Ended ended = new Attune(folder).with("JAVA_HOME", "/nowhere").run("--version");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("JAVA_HOME is /nowhere", "Java 17 or newer");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 9\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk/release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"11.0.2\"\n");
        Attune.Ended ended = new Attune(folder)
                .with("JAVA_HOME", folder.resolve("jdk").toString())
                .run("--version");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("is Java 11.0.2", "Java 17 or newer");
    }

    @Test
    void beginsWithASmallHeapThatTheUserMayChange() throws Exception {
        Attune.Ended ended = onAJavaThatShowsItsWords()
                .with("ATTUNE_JAVA_OPTS", "-Xms1g -Xmx2g")
                .run("run", "study.yaml");
        assertThat(ended.out()).containsSubsequence("-Xms16m", "-Xms1g -Xmx2g", "-jar", "run study.yaml");
    }

    @Test
    void compilesThoroughlyOnlyWhereTrialsAreThreadsInsideOrTlsIsJavasOwn() throws Exception {
        Attune attune = onAJavaThatShowsItsWords();
        attune.file("outside.yaml", "trainable: {python: train.py:train}");
        attune.file("inside.yaml", "trainable: {java: com.acme.Train, start: thread}");
        attune.file("java.yaml", "trainable: {java: com.acme.Train}");
        assertThat(attune.run("run", "outside.yaml").out()).contains("-XX:TieredStopAtLevel=1 ");
        assertThat(attune.run("run", "java.yaml").out()).contains("-XX:TieredStopAtLevel=1 ");
        assertThat(attune.run("run", "inside.yaml").out()).contains("-XX:TieredStopAtLevel=4 ");
        assertThat(attune.run("status", "study").out()).contains("-XX:TieredStopAtLevel=1 ");
        String level = Dialer.isNativeBrought() ? "-XX:TieredStopAtLevel=1 " : "-XX:TieredStopAtLevel=4 ";
        assertThat(attune.run("worker").out()).contains(level);
        assertThat(attune.run("cluster", "start").out()).contains(level);
        assertThat(attune.run("run", "outside.yaml", "--set", "trainable.start=thread")
                        .out())
                .contains("-XX:TieredStopAtLevel=4 ");
    }

    @Test
    void runsAProgramWithAttuneFirstOnItsClassPathAndJavasOwnOptions() throws Exception {
        Attune attune = onAJavaThatShowsItsWords().with("CLASSPATH", "lib a/*:more");
        String jar = Attune.distribution().toString();
        assertThat(attune.run("java", "-Xmx2g", "Sweep", "-cp", "its own", "").out())
                .endsWith("-cp " + jar + ":lib a/*:more -Xmx2g Sweep -cp its own  ");
        for (String option : List.of("-cp", "-classpath", "--class-path")) {
            assertThat(attune.run("java", "--add-opens", "a/b=c", option, "x y", "-Dz", "Sweep", "1")
                            .out())
                    .endsWith("-cp " + jar + ":x y --add-opens a/b=c -Dz Sweep 1 ")
                    .doesNotContain("TieredStopAtLevel", "-Xms", "-jar");
        }
        assertThat(attune.run("java", "--class-path=x", "Sweep").out()).endsWith("-cp " + jar + ":x Sweep ");
        assertThat(attune.run("java", "-Dz", "-cp").out()).endsWith("lib a/*:more -Dz -cp ");
        Attune.Ended jars = attune.run("java", "-jar", "sweep.jar");
        assertThat(jars.code()).isEqualTo(2);
        assertThat(jars.err()).contains("name the jar with -cp");
        assertThat(attune.run("java", "--help").out()).contains("-jar", "java --help");
    }

    private Attune onAJavaThatShowsItsWords() throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s ' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.2\"\n");
        return new Attune(folder)
                .with("JAVA_HOME", folder.resolve("jdk").toString())
                .with("ATTUNE_JAVA_OPTS", "");
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Attune attune = new Attune(folder).with("PATH", "/nowhere").with("JAVA_HOME", "");
        Attune.Ended ended = attune.run("--version");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("no java was found");
    }
}
