package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.attune.study.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trials in Java and in shells say when they fail. */
class OtherLanguagesTest {
    @TempDir
    Path folder;

    private OneTrial java(String options, String body) throws Exception {
        Files.writeString(
                folder.resolve("Train.java"),
                "public class Train { public static void main(String[] words) throws Exception { " + body + " } }");
        return OneTrial.bash(
                folder, "exec " + System.getProperty("java.home") + "/bin/java " + options + " Train.java");
    }

    @Test
    void ofAJavaExceptionItAndItsRoot() throws Exception {
        assertThat(java(
                                "",
                                "try { Integer.parseInt(\"x\"); }"
                                        + " catch (Exception e) { throw new IllegalStateException(\"bad settings\", e); }")
                        .message())
                .isEqualTo(
                        "java.lang.IllegalStateException: bad settings (caused by java.lang.NumberFormatException: For input"
                                + " string: \"x\") (exit 1)");
    }

    @Test
    void javasHeapThatIsFullIsMemory() throws Exception {
        OneTrial trial = java("-Xmx40m", "System.out.println(new long[1 << 28].length);");
        assertThat(trial.end().cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(trial.message()).startsWith("java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void aToolThatGetsNoMemoryIsMemory() throws Exception {
        OneTrial trial = OneTrial.bash(folder, "ulimit -v 100000; exec sort --buffer-size=500M --parallel=1 /dev/zero");
        assertThat(trial.end().cause()).as(trial.message()).isEqualTo(Cause.OUT_OF_MEMORY);
    }
}
