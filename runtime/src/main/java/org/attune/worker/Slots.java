package org.attune.worker;

import java.util.OptionalInt;
import org.attune.machine.Bound;
import org.attune.machine.Cpus;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.machine.Sizes;
import org.attune.spec.Resources;
import org.attune.tuner.Capacity;

/** How many trials fit on a machine at once. */
public final class Slots {
    private static final int FILES_OF_A_TRIAL = 6;
    private static final int OTHER_FILES = 60;
    private static final int PROCESSES_OF_A_TRIAL = 6;
    private static final int OTHER_PROCESSES = 60;

    private int slots = Integer.MAX_VALUE;
    private String source = "";

    private Slots() {}

    /**
     * @throws IllegalArgumentException if not even one fits, saying what is short
     */
    static Capacity of(Resources resources, OptionalInt maxParallel, Machine machine) {
        Slots slots = new Slots();
        slots.cpus(machine.cpus(), resources.cpu());
        slots.gpus(machine.gpus(), resources.gpu());
        if (resources.memory().isPresent()) {
            slots.memory(machine, resources.memory().getAsLong());
        }
        slots.count(machine.openFiles(), " open files ", OTHER_FILES, FILES_OF_A_TRIAL);
        slots.count(machine.processes(), " processes ", OTHER_PROCESSES, PROCESSES_OF_A_TRIAL);
        maxParallel.ifPresent(most -> slots.limit(most, "max_parallel", "It must be at least 1."));
        return new Capacity(slots.slots, slots.source);
    }

    /** For how many trials, whatever each needs, open files and processes suffice. */
    public static Bound attempts(Machine machine) {
        int files = fit((double) machine.openFiles().most() - OTHER_FILES, FILES_OF_A_TRIAL);
        int processes = fit((double) machine.processes().most() - OTHER_PROCESSES, PROCESSES_OF_A_TRIAL);
        return files < processes
                ? new Bound(Math.max(0, files), machine.openFiles().source())
                : new Bound(Math.max(0, processes), machine.processes().source());
    }

    private void cpus(Cpus cpus, double each) {
        int most = fit(cpus.count(), each);
        // A trial of one CPU, which is what a study that says nothing asks for, runs on less, if slowly.
        boolean isSlow = cpus.count() < 1 && each <= 1;
        limit(
                isSlow ? Math.max(1, most) : most,
                cpus.text() + ", " + plain(each) + " a trial",
                "Ask for cpu: " + plain(Math.floor(cpus.count() * 100) / 100) + " at most.");
    }

    private void gpus(Gpus gpus, double each) {
        if (each > 0) {
            int most = gpus.ids().size();
            limit(
                    devices(most, each),
                    gpus.text() + ", " + plain(each) + " a trial",
                    most == 0 ? "Ask for gpu: 0." : "Ask for gpu: " + most + " at most.");
        }
    }

    /** Fractions share a device; more than one is rounded up to whole ones. */
    private static int devices(int all, double each) {
        return each < 1 ? all * (int) Math.floor(1 / each + 1e-9) : (int) (all / Math.ceil(each - 1e-9));
    }

    private void memory(Machine machine, long each) {
        Bound memory = machine.memory();
        limit(
                fit(memory.most(), each),
                Sizes.text(memory.most()) + " of memory " + memory.source() + ", " + Sizes.beyond(each, memory.most())
                        + " a trial",
                "Ask for memory: " + Sizes.typed(memory.most()) + " at most.");
        Bound process = machine.addressSpace();
        if (each > process.most()) {
            limit(
                    0,
                    Sizes.text(process.most()) + " a process " + process.source() + ", "
                            + Sizes.beyond(each, process.most()) + " a trial",
                    "Ask for memory: " + Sizes.typed(process.most()) + " at most, or raise it.");
        }
    }

    private void count(Bound bound, String things, int others, int each) {
        limit(
                fit((double) bound.most() - others, each),
                bound.most() + things + bound.source() + ", " + others + " for Attune and " + each + " a trial",
                "Raise it to " + (others + each) + " at least.");
    }

    private void limit(int most, String reason, String remedy) {
        if (most < 1) {
            throw new IllegalArgumentException("no trial fits here: " + reason + ". " + remedy);
        } else if (most < slots) {
            slots = most;
            source = reason;
        }
    }

    private static int fit(double available, double each) {
        return (int) Math.min(Integer.MAX_VALUE - 1, Math.floor(available / each + 1e-9));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
