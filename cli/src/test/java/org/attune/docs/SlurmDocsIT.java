package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.docs.SlurmBlocks.Block;
import org.attune.docs.SlurmBlocks.Kind;
import org.attune.slurm.TestSlurm;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages {@code docs/slurm*.md}, and lines about Slurm in others, tell people to type works on a real one, in
 * the order of the pages, as {@link SlurmBlocks} finds it. Steps and runs are run in an allocation of two nodes,
 * scripts are submitted and waited for. A study is submitted when the jobs before it are gone.
 */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SlurmDocsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ALLOCATION = "salloc --quiet --nodes=2 --ntasks-per-node=1 --cpus-per-task=5 ";

    @TempDir
    static Path clone;

    private static final MarkedProcesses PROCESSES = new MarkedProcesses();

    private static Attune attune;

    /** Something to run. */
    private static final Pattern SUBMIT = Pattern.compile("\\S+ slurm submit (\\S+).*");

    record Typed(String page, Block block) {
        @Override
        public String toString() {
            return page + ": " + block.text().strip();
        }
    }

    @BeforeAll
    static void hasAClone() throws Exception {
        attune = Clone.in(clone, PROCESSES)
                .with("HOME", Files.createDirectory(clone.resolve("home")).toString())
                .with("ATTUNE_CLUSTER", clone.resolve("home/.attune/cluster").toString())
                .with("PYTHONPATH", clone.resolve("python").toString())
                .patience(PATIENCE);
        Files.createDirectory(clone.resolve("python"));
        for (String module : List.of("attune.py", "attune_cluster.py", "attune_bridge.py")) {
            Files.copy(
                    Attune.repository().resolve("python").resolve(module),
                    clone.resolve("python").resolve(module));
        }
        Path rounds = clone.resolve("examples/cluster/rounds.py");
        String quick = Files.readString(rounds).replace("rounds=60, seconds=1.0", "rounds=2, seconds=0.1");
        Files.writeString(rounds, quick);
        Files.writeString(clone.resolve("rounds.py"), quick);
    }

    @AfterAll
    static void endsWhatPagesLeave() throws Exception {
        noJobs();
        PROCESSES.alive().forEach(MarkedProcesses.Marked::kill);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("typed")
    void whatIsTypedWorks(Typed typed) throws Exception {
        Documented documented = new Documented(typed.page(), typed.block().text());
        Attune.Ended ended =
                switch (typed.block().kind()) {
                    case COMMAND -> command(documented.command());
                    case SCRIPT -> submitted(typed.block().text());
                    case PROGRAM -> bash("python3 - <<'END'\n" + typed.block().text() + "END");
                };
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(documented.exitCode());
    }

    private static Attune.Ended command(String command) throws Exception {
        Matcher submit = SUBMIT.matcher(command);
        // Another page may have brought the study to its end.
        if (submit.matches() && command.contains("--dry-run")) {
            return bash("ATTUNE_RESULTS=$PWD/none " + command);
        } else if (submit.matches()) {
            noJobs();
            bash("rm -r results/\"$(sed -n 's/^study: *//p' " + submit.group(1) + ")\"");
        }
        boolean inAllocation = command.matches("srun (?!--nodes).*|attune (run|cluster start) .*");
        return bash(inAllocation ? ALLOCATION + command : command);
    }

    private static Attune.Ended submitted(String script) throws Exception {
        noJobs();
        Files.writeString(clone.resolve("job.sbatch"), script);
        Attune.Ended ended = bash("sbatch --parsable --output=job.log job.sbatch");
        assertThat(ended.code()).as(ended.err()).isZero();
        String job = ended.out().strip();
        // 'sbatch --wait' asks ever more seldom.
        await().atMost(PATIENCE)
                .until(() ->
                        bash("squeue -h -j " + job + " | grep -v ' CG '").out().isBlank());
        Attune.Ended told = bash("scontrol show job " + job + "; cat job.log");
        return new Attune.Ended(told.out().contains("ExitCode=0:0") ? 0 : 1, told.out(), told.err());
    }

    private static void noJobs() throws Exception {
        bash("scancel --user=root --full; scancel --user=root");
        await().atMost(PATIENCE).until(() -> bash("squeue -h").out().isBlank());
    }

    private static Attune.Ended bash(String command) {
        return attune.finish(attune.start(List.of("bash", "-c", command)));
    }

    @Test
    void thePagesHaveSomethingToBeTyped() {
        assertThat(typed()).hasSizeGreaterThan(5);
    }

    @Test
    void aConvertedScriptOfRayDoesWhatItDid() throws Exception {
        attune.file(
                "trainer.py",
                "import sys, attune",
                "attune.init()",
                "print(sorted(node['id'] for node in attune.nodes()), sys.argv[1])");
        Attune.Ended converted = attune.run("slurm", "convert", "examples/slurm/ray.sbatch");
        Attune.Ended ended = submitted(converted.out().replaceFirst("#SBATCH --reservation.*\\n", ""));
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("['n1', 'n2', 'n3', 'n4'] 15");
    }

    /** What several pages have is run once. */
    static Stream<Typed> typed() {
        Set<Block> seen = new HashSet<>();
        return Pages.pages().flatMap(SlurmDocsIT::typed).filter(typed -> seen.add(typed.block()));
    }

    private static Stream<Typed> typed(Path page) {
        String name = Attune.repository().relativize(page).toString();
        List<Block> blocks = name.matches("docs/slurm.*")
                ? SlurmBlocks.of(Pages.read(page))
                : CodeBlocks.commands(Pages.read(page)).stream()
                        .filter(command -> new Documented(name, command).needsSlurm())
                        .map(command -> new Block(Kind.COMMAND, command.replaceFirst("\\s+#\\s.*", "")))
                        .toList();
        return blocks.stream()
                .filter(block -> block.kind() != Kind.COMMAND || !new Documented(name, block.text()).isSynopsis())
                .map(block -> new Typed(name, block));
    }
}
