package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages tell people to type works. The commands of all pages are run in their order, as if at the root of a clone in which the examples have been run,
 * with a {@code study.yaml} of one's own. Each must exit with 0, or with what a comment behind it says: {@code # exit 2}. A command with words in
 * capitals or in brackets is a synopsis: of these the options are looked up. Those that need a Slurm are run by {@link SlurmDocsIT}.
 */
@NeedsPython
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DocsIT {
    private static final List<String> PREPARED = List.of("quickstart", "shell", "cgconv");

    @TempDir
    static Path clone;

    private static final MarkedProcesses PROCESSES = new MarkedProcesses();

    private static Attune attune;

    private static final Map<List<String>, Attune.Ended> HELP = new ConcurrentHashMap<>();

    /** A page may leave a cluster running, to be used by what is no command of Attune. */
    @AfterAll
    static void endsWhatPagesLeave() {
        PROCESSES.alive().forEach(MarkedProcesses.Marked::kill);
    }

    @BeforeAll
    static void hasACloneInWhichTheExamplesHaveBeenRun() throws Exception {
        attune = Clone.in(clone, PROCESSES);
        for (String study : PREPARED) {
            Attune.Ended ended = attune.run("run", "examples/" + study + "/study.yaml");
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        }
        Attune.Ended ridge = attune.finish(attune.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Attune.distribution().toString(),
                "examples/java/Ridge.java")));
        assertThat(ridge.code()).as(ridge.err()).isZero();
        String[] compiler = {
            "-cp",
            Attune.distribution().toString(),
            "-d",
            clone.resolve("classes").toString(),
            clone.resolve("examples/java/RidgeTrial.java").toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compiler))
                .isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void aDocumentedCommandWorks(Documented documented) {
        Attune.Ended ended = attune.finish(attune.start(List.of("bash", "-c", documented.command())));
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(documented.exitCode());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("synopses")
    void theOptionsOfADocumentedCommandExist(Documented documented) {
        Attune.Ended ended = HELP.computeIfAbsent(documented.subcommand(), DocsIT::help);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(documented.options())
                .allSatisfy(option -> assertThat(ended.out()).contains(option));
    }

    private static Attune.Ended help(List<String> subcommand) {
        List<String> words = new ArrayList<>(subcommand);
        words.add("--help");
        return attune.run(words.toArray(String[]::new));
    }

    @Test
    void thePagesHaveCommands() {
        assertThat(commands()).hasSizeGreaterThan(10);
        assertThat(synopses()).hasSizeGreaterThan(5);
    }

    static Stream<Documented> commands() {
        return Pages.documented().filter(documented -> !documented.isSynopsis() && !documented.needsSlurm());
    }

    static Stream<Documented> synopses() {
        return Pages.documented().filter(Documented::isSynopsis);
    }
}
