package org.attune.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.machine.Machine;
import org.attune.spec.Resources;
import org.attune.trial.Program;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** Prints what this process was granted, and how a trial ends that takes all the memory it can get. */
final class GroupMain {
    private GroupMain() {}

    public static void main(String[] folder) {
        Machine machine = Machine.here(System.getenv(), false);
        System.out.println(machine.memory().most() + " " + machine.memory().source());
        System.out.println(machine.cpus().text());
        Path study = Path.of(folder[0]);
        String hold = "held = bytearray(b'x' * 2_000_000_000)";
        tryOut(List.of("python3", "-c", hold), study, machine);
        String parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)";
        tryOut(List.of("python3", "-c", parent, hold), study, machine);
    }

    private static void tryOut(List<String> words, Path study, Machine machine) {
        Program program = Workers.program(words, Optional.empty());
        try (TrialRunner worker =
                Workers.worker(program, study, study.resolve("results"), Workers.GRACE, Resources.oneCpu(), machine)) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            Signal.AttemptOver end = head.awaitEnd(0);
            System.out.println(end.cause() + " " + end.exit().orElse(-1));
        }
    }
}
