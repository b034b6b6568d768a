package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java code of docs/remote-functions.md compiles. */
class RemoteFunctionsPageTest {
    private static final String FRAME = """
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import org.attune.task.*;

            class Page {
                static double train(double lr) {
                    return lr;
                }

                void run(Path folder, Cluster cluster, List<Double> rates) throws Exception {
            %s
                }
            }
            """;

    /** The blocks that say how to connect have a cluster of their own. */
    private static final Pattern OWN_CLUSTER = Pattern.compile("Cluster cluster = ");

    @TempDir
    private Path folder;

    static Stream<String> blocks() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "remote-functions.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void compiles(String block) {
        String given = OWN_CLUSTER.matcher(block).find() ? "Cluster other" : "Cluster cluster";
        String text = FRAME.replace("Cluster cluster", given).formatted(block);
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, options, null, List.of(source))
                .call();
        assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
    }
}
