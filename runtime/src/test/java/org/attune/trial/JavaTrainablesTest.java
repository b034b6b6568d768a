package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaTrainablesTest {
    /** Can be loaded. */
    public static final class Good implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {}
    }

    /** Needs something to be made. */
    public record Demanding(int size) implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {}
    }

    /** Cannot be made. */
    public static final class Broken implements JavaTrainable {
        public Broken() {
            throw new IllegalStateException("no data");
        }

        @Override
        public void run(TrialContext trial) {}
    }

    private static void assertRefused(String name, String reason) {
        assertThatThrownBy(() -> JavaTrainables.load(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(name);
    }

    @Test
    void aClassThatFitsIsLoaded() {
        assertThat(JavaTrainables.load(Good.class.getName())).isInstanceOf(Good.class);
    }

    @Test
    void othersAreRefusedWithTheReason() {
        assertRefused("com.acme.Nowhere", "there is no class");
        assertRefused("java.lang.String", "implements org.attune.tuner.JavaTrainable");
        assertRefused(Demanding.class.getName(), "constructor without parameters");
        assertRefused(Broken.class.getName(), "no data");
    }

    @Test
    void aClassForANewerJavaIsRefusedWithWhatToDo(@TempDir Path folder) throws Exception {
        String name = Good.class.getName();
        String file = name.replace('.', '/') + ".class";
        byte[] bytes;
        try (InputStream in = Good.class.getClassLoader().getResourceAsStream(file)) {
            bytes = in.readAllBytes();
        }
        // Another name, which the class path of this test does not have, and the version of Java 99.
        String text = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("JavaTrainablesTest$Good", "JavaTrainablesTest$Newe");
        bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        bytes[7] = 44 + 99 - 256;
        Path newer = folder.resolve(file.replace("Good", "Newe"));
        Files.createDirectories(newer.getParent());
        Files.write(newer, bytes);
        assertThatThrownBy(() -> JavaTrainables.check(name.replace("Good", "Newe"), List.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was compiled for Java 99")
                .hasMessageContaining("here is Java " + Runtime.version().feature())
                .hasMessageContaining("JAVA_HOME")
                .hasMessageContaining("--release");
    }

    @Test
    void checkingRunsNothing() {
        JavaTrainables.check(Broken.class.getName(), List.of());
        assertThatThrownBy(() -> JavaTrainables.check("com.acme.Nowhere", List.of(Path.of("lib/a.jar"))))
                .hasMessageContaining("there is no class 'com.acme.Nowhere'")
                .hasMessageContaining("lib/a.jar");
        assertThatThrownBy(() -> JavaTrainables.check("com.acme.Nowhere", List.of()))
                .hasMessageContaining(
                        "nothing but Attune itself: name the folder or the jar of your classes by --classpath.");
        assertThatThrownBy(() -> JavaTrainables.check(Demanding.class.getName(), List.of()))
                .hasMessageContaining("constructor without parameters");
    }
}
