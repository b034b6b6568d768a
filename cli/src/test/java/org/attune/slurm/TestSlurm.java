package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.attune.cli.Attune;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Slurm of four nodes on this machine, for the tests of a class. Where there can be none they are skipped, but
 * not under {@code CI=true}. A machine has one, so classes in other processes wait.
 */
public final class TestSlurm implements BeforeAllCallback, AfterAllCallback {
    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "attune-test-slurm.lock");

    private static final String LIBRARY = ". " + slurm("lib.sh") + "; ";

    private FileChannel lock;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        String said = run("up");
        if (said != null) {
            String message = "there is no Slurm here: " + said;
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try {
            run("down");
        } finally {
            lock.close();
        }
    }

    /** @param fault as the cluster's {@code node} names it */
    static void node(String fault, String name) {
        shell(slurm("node") + " " + fault + " " + name);
    }

    /** In order, as for maintenance. */
    static void stopController() {
        shell(LIBRARY + "kill $(live_pid slurmctld) && wait_for 60 gone slurmctld");
    }

    /** With all that it knew. */
    static void startController() {
        shell(
                LIBRARY
                        + "{ setsid slurmctld -D </dev/null >>$TB_STATE/log/slurmctld.out 2>&1 & }; save_pid slurmctld $! && wait_for 60 scontrol ping");
    }

    /** @return what it printed */
    static String shell(String command) {
        Said said = run(List.of("bash", "-c", command));
        assertThat(said.code()).as(command + ": " + said.text()).isZero();
        return said.text();
    }

    /** @return what a command of the cluster said if it failed, else null */
    private static String run(String command) {
        Path program = slurm(command);
        if (!Files.isExecutable(program)) {
            return program + " is not there.";
        }
        Said said = run(List.of(program.toString(), "--quiet"));
        return said.code() == 0 ? null : said.text();
    }

    private record Said(int code, String text) {}

    private static Said run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path slurm(String program) {
        return shared().resolve("slurm").resolve(program);
    }

    private static Path shared() {
        String set = System.getenv("ATTUNE_SHARED");
        return set != null ? Path.of(set) : Attune.repository().resolveSibling("shared");
    }
}
