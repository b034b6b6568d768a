package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java code of docs/java.md compiles. */
class JavaPageTest {
    private static final String FRAME = """
            import java.util.*;
            import org.attune.Attune;
            import org.attune.simulate.*;
            import org.attune.space.*;
            import org.attune.space.record.*;
            import org.attune.spec.*;
            import org.attune.study.*;
            import org.attune.tuner.*;
            import org.attune.tuner.AskTell.Ask;

            class Page {
                StudySpec spec;
                double secondsOfOneStep;
                SearchSpace space;
                Random random;

                double loss(Configuration configuration) {
                    return 0;
                }

                double train(double lr) {
                    return lr;
                }

                double train(double lr, Double momentum) {
                    return lr;
                }

                double train(Configuration configuration, int step) {
                    return step;
                }

                double surrogate(Configuration configuration, int step) {
                    return step;
                }

                void run() throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private Path folder;

    static Stream<String> blocks() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "java.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void compiles(String block) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return FRAME.formatted(block);
                    }
                };
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(null, null, problems, options, null, List.of(source))
                .call();
        assertThat(compiled).as(problems.getDiagnostics().toString()).isTrue();
    }
}
