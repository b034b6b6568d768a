package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Java class as trainable on this machine. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JavaTrialIT {
    private static final String DOES = """
            package far;

            import java.util.*;
            import org.attune.tuner.*;

            public class Does implements JavaTrainable {
                @Override
                public void run(TrialContext trial) {
                    String what = (String) trial.configuration().get("what");
                    System.out.println("about to do: " + what + " in " + Thread.currentThread().getName());
                    switch (what) {
                        case "exit" -> {
                            trial.report(Map.of("loss", 2.0));
                            System.exit(0);
                        }
                        case "halt" -> Runtime.getRuntime().halt(7);
                        case "fill" -> {
                            List<byte[]> all = new ArrayList<>();
                            while (true) {
                                all.add(new byte[1 << 20]);
                            }
                        }
                        default -> trial.report(Map.of("loss", 1.0));
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void aClass() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/far")).resolve("Does.java");
        Files.writeString(source, DOES);
        String[] words = {
            "-cp",
            Attune.distribution().toString(),
            "-d",
            folder.resolve("classes").toString(),
            source.toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words))
                .isZero();
        attune = new Attune(folder);
    }

    private void study(String start, String what) throws Exception {
        attune.file(
                "does.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {what: {type: categorical, choices: " + what + "}}",
                "sampler: grid",
                "max_failures: 10",
                "trainable: {java: far.Does" + start + "}");
    }

    @Test
    void whatATrialDoesToItsProcessConcernsNoOther() throws Exception {
        study(", options: -Xmx64m", "[exit, halt, fill, report]");
        Attune.Ended ended = attune.run("run", "does.yaml", "--classpath", "classes");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        Map<Object, Object> ends = new HashMap<>();
        for (int trial = 0; trial < 4; trial++) {
            Map<?, ?> shown = attune.run("show", "does", "" + trial, "--json").json();
            Object what = ((Map<?, ?>) shown.get("config")).get("what");
            ends.put(what, ((Map<?, ?>) ((List<?>) shown.get("history")).get(0)).get("cause"));
            assertThat(attune.run("logs", "does", "" + trial).out()).contains("about to do: " + what);
        }
        assertThat(ends)
                .containsOnly(
                        entry("exit", "FINISHED"),
                        entry("halt", "ERROR"),
                        entry("fill", "OUT_OF_MEMORY"),
                        entry("report", "FINISHED"));
    }

    @Test
    void threadsOfTheCommandRunItWhereTheStudySaysSo() throws Exception {
        study(", start: thread", "[report, report2]");
        Attune.Ended ended = attune.run("run", "does.yaml", "--classpath", "classes");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("about to do: report in attune-trial-");
    }

    @Test
    void aClassThatIsNotThereIsSaidBeforeATrialBegins() throws Exception {
        study("", "[report]");
        Attune.Ended ended = attune.run("run", "does.yaml");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("there is no class 'far.Does'", "nothing but Attune itself");
    }
}
