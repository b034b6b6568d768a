package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.cli.NeedsPython;
import org.attune.slurm.FakeCommands;
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
 * capitals or in brackets is a synopsis: of these the options are looked up.
 *
 * <p>Slurm is stood in for by commands that run jobs on this machine.
 *
 * <p>The networks of the examples {@code cgconv} and {@code ddp} are stood in for by quick functions with the same results' names.
 */
@NeedsPython
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DocsIT {
    private static final List<String> PREPARED = List.of("quickstart", "shell", "cgconv");

    private static final String STAND_IN = """
            import attune

            def train_network(config):
                for step in range(attune.trial().step + 1, 28):
                    folder = attune.save_dir()
                    (folder / "state.pt").write_text(str(step))
                    attune.report(step=step, mean_loss=config["lr"] + 1 / step, checkpoint=folder)
            """;

    private static final String PARTS_STAND_IN = """
            import os
            import attune

            def train(config):
                if os.environ["RANK"] == "0":
                    attune.report(loss=config["lr"], size=int(os.environ["WORLD_SIZE"]))
            """;

    private static final String OWN_STUDY = """
            objective: {metric: loss, mode: min}
            space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}
            scheduler: {type: hyperband, max_step: 4, eta: 2}
            trials: 4
            initial: [{lr: 0.001}]
            trainable: {python: train.py:train}
            """;

    private static final String OWN_PROGRAM = """
            import argparse
            import attune

            def train(config):
                for step in range(1, 5):
                    attune.report(step=step, loss=config["lr"] / step)

            if __name__ == "__main__":
                parser = argparse.ArgumentParser()
                parser.add_argument("--lr", type=float)
                train(vars(parser.parse_known_args()[0]))
            """;

    @TempDir
    static Path clone;

    private static final MarkedProcesses PROCESSES = new MarkedProcesses();

    private static Attune attune;
    private static FakeCommands slurm;

    private static final Map<List<String>, Attune.Ended> HELP = new ConcurrentHashMap<>();

    /** A page may leave a cluster running, to be used by what is no command of Attune. */
    @AfterAll
    static void endsWhatPagesLeave() {
        PROCESSES.alive().forEach(MarkedProcesses.Marked::kill);
    }

    @BeforeAll
    static void hasACloneInWhichTheExamplesHaveBeenRun() throws Exception {
        copy(Attune.repository().resolve("examples"), clone.resolve("examples"));
        Files.copy(Attune.distribution(), clone.resolve("attune"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(clone.resolve("examples/cgconv/train.py"), STAND_IN);
        Files.writeString(clone.resolve("examples/cgconv/requirements.txt"), "# nothing\n");
        Files.writeString(clone.resolve("examples/ddp/train.py"), PARTS_STAND_IN);
        Files.writeString(clone.resolve("study.yaml"), OWN_STUDY);
        Files.writeString(clone.resolve("train.py"), OWN_PROGRAM);
        slurm = new FakeCommands(clone.resolve("slurm"));
        attune = new Attune(clone)
                .with("ATTUNE_CACHE", Attune.cache().toString())
                .with("ATTUNE_CLUSTER", clone.resolve("cluster").toString())
                .with(MarkedProcesses.VARIABLE, PROCESSES.mark())
                .with("PATH", clone + ":" + System.getenv("PATH"))
                .with("ATTUNE_CLASS_ARCHIVE", "now")
                .with("ATTUNE_JAVA_OPTS", "");
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
        boolean isForSlurm = documented.command().startsWith("attune slurm");
        String commands = isForSlurm ? "PATH=" + slurm.bin() + ":$PATH; " : "";
        Attune.Ended ended = attune.finish(attune.start(List.of("bash", "-c", commands + documented.command())));
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
        return documented().filter(documented -> !documented.isSynopsis());
    }

    static Stream<Documented> synopses() {
        return documented().filter(Documented::isSynopsis);
    }

    private static Stream<Documented> documented() {
        return pages().flatMap(page -> CodeBlocks.commands(read(page)).stream()
                .map(command ->
                        new Documented(Attune.repository().relativize(page).toString(), command)));
    }

    private static Stream<Path> pages() {
        return Stream.of(
                        list(Attune.repository()),
                        list(Attune.repository().resolve("docs")),
                        list(Attune.repository().resolve("examples")).flatMap(DocsIT::list))
                .flatMap(paths -> paths)
                .filter(path -> path.toString().endsWith(".md"));
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
