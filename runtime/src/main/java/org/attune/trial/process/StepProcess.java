package org.attune.trial.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import org.attune.spec.Start;
import org.attune.trial.ExitStatus;

/**
 * A program that runs as a job step. What was started here is its {@code srun}, which ends as the program does; but
 * signals go to the program itself: {@code srun} would take a {@code TERM} for the order to kill it, and one that is
 * killed leaves it behind.
 */
final class StepProcess implements TrialProcess {
    private final TrialProcess srun;
    private final Leftovers processes;

    /** @param marks entries of the environment by which the program's processes are found on this machine */
    StepProcess(TrialProcess srun, Set<String> marks) {
        this.srun = srun;
        this.processes = new Leftovers(srun.pid(), marks);
    }

    @Override
    public long pid() {
        return srun.pid();
    }

    @Override
    public Start way() {
        return srun.way();
    }

    @Override
    public InputStream reports() {
        return srun.reports();
    }

    @Override
    public OutputStream answers() {
        return srun.answers();
    }

    @Override
    public InputStream output() {
        return srun.output();
    }

    @Override
    public void signal(String name) {
        Set<Long> program = processes.outsideTheGroup();
        if (name.equals("TERM") && !program.isEmpty()) {
            program.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        } else {
            srun.signal(name);
        }
        if (name.equals("KILL")) {
            program.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Override
    public Ended awaitEnd() throws InterruptedException {
        Ended ended = srun.awaitEnd();
        sweep();
        int signal = ended.exit() - 128;
        return ended.signal().isEmpty() && signal > 0 && signal < 32
                ? new Ended(ended.exit(), ExitStatus.signal(signal), ended.watched())
                : ended;
    }

    @Override
    public void sweep() {
        processes.end();
        srun.sweep();
    }

    @Override
    public void close() {
        srun.close();
    }
}
