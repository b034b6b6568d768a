package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.machine.Cpus;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.spec.Resources;
import org.attune.study.Placement;
import org.attune.trial.Program;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial is given shows in its process, and in where it is said to run. */
class ShareTest {
    private static final int HERE =
            Machine.here(System.getenv(), false).cpus().ids().get(0);

    @TempDir
    Path folder;

    private Head run(Resources resources, List<String> gpus, String script) {
        Program program = Workers.program(List.of("sh", "-c", script), Optional.empty());
        Cpus one = new Cpus(List.of(List.of(HERE)), 1, 1, "of this machine");
        Machine machine = Machines.of(one, gpus, 8_000_000_000L, 100_000);
        try (TrialRunner worker =
                Workers.worker(program, folder, folder.resolve("results"), Workers.GRACE, resources, machine)) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            head.awaitEnd(0);
            return head;
        }
    }

    private static Resources resources(double gpu, Optional<Boolean> pin, boolean threads) {
        return new Resources(1, gpu, OptionalLong.empty(), pin, threads);
    }

    @Test
    void aTrialThatIsBoundRunsOnItsCpusAlone() throws Exception {
        Head head = run(
                resources(0, Optional.of(true), true), List.of(), "grep Cpus_allowed_list /proc/self/status; echo $$");
        assertThat(Workers.output(folder.resolve("results"), 0))
                .isEqualTo("Cpus_allowed_list:\t" + HERE + "\n"
                        + head.placements(0).get(0).pid() + "\n");
        assertThat(head.placements(0)).hasSize(1);
        assertThat(head.placements(0).get(0).cpus()).isEqualTo(Integer.toString(HERE));
    }

    @Test
    void aTrialThatIsNotBoundRunsWhereAttuneDoes() throws Exception {
        Head head = run(resources(0, Optional.of(false), true), List.of(), "grep Cpus_allowed_list /proc/self/status");
        String own = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list"))
                .findFirst()
                .orElseThrow();
        assertThat(Workers.output(folder.resolve("results"), 0)).isEqualTo(own + "\n");
        assertThat(head.placements(0).get(0).cpus()).isEmpty();
    }

    @Test
    void aProgramThatIsMissingIsStillSaidToBeWhenItIsBound() {
        Program program = Workers.program(List.of("trian.py"), Optional.empty());
        try (TrialRunner worker = Workers.worker(
                program,
                folder,
                folder.resolve("results"),
                Workers.GRACE,
                resources(0, Optional.of(true), true),
                Machines.of(Machines.cpus(1, 1, 1), List.of(), 1, 1000))) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            assertThat(head.awaitEnd(0).message()).startsWith("cannot run 'trian.py': no such file (exit 127).");
        }
    }

    @Test
    void devicesAndThreadsAreSetAndSaid() throws Exception {
        Head head = run(
                resources(1, Optional.empty(), true),
                List.of("GPU-1a"),
                "echo $CUDA_VISIBLE_DEVICES $OMP_NUM_THREADS $ATTUNE_RESOURCES");
        Placement placement = head.placements(0).get(0);
        boolean isUsers = System.getenv("OMP_NUM_THREADS") != null;
        assertThat(placement).isEqualTo(new Placement("fresh", placement.pid(), "", "GPU-1a", isUsers ? 0 : 1));
        assertThat(Workers.output(folder.resolve("results"), 0))
                .startsWith("GPU-1a ")
                .endsWith(" {\"cpu\":1,\"gpu\":1}\n");
    }

    @Test
    void threadsThatAreLeftAloneAreSaidToBe() {
        Head head = run(resources(0, Optional.empty(), false), List.of(), "exit 0");
        assertThat(head.placements(0).get(0).threads()).isZero();
    }

    @Test
    void whereItRunsIsSaidBeforeWhatItReports() {
        Head head = run(resources(0, Optional.empty(), true), List.of(), "echo 'attune: {{\"loss\": 1}}'");
        assertThat(head.all())
                .extracting(signal -> (Object) signal.getClass())
                .containsExactly(Signal.Placed.class, Signal.Reported.class, Signal.AttemptOver.class);
    }
}
