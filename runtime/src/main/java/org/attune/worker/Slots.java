package org.attune.worker;

import java.util.Locale;
import java.util.OptionalInt;
import org.attune.spec.Resources;
import org.attune.tuner.Capacity;

/** How many trials fit on a machine at once. */
final class Slots {
    private static final int FILES_OF_A_TRIAL = 6;
    private static final int OTHER_FILES = 60;

    private int slots = Integer.MAX_VALUE;
    private String source = "";

    private Slots() {}

    /**
     * @throws IllegalArgumentException if not even one fits, saying what is short
     */
    static Capacity of(Resources resources, OptionalInt maxParallel, Machine machine) {
        Slots slots = new Slots();
        slots.limit(
                fit(machine.cpus(), resources.cpu()),
                machine.cpus() + (machine.cpus() == 1 ? " CPU " : " CPUs ") + machine.cpuSource() + ", "
                        + plain(resources.cpu()) + " a trial",
                "Ask for cpu: " + machine.cpus() + " at most.");
        if (resources.gpu() > 0) {
            slots.limit(
                    GpuPool.fit(machine.gpus().size(), resources.gpu()),
                    machine.gpus().size() + (machine.gpus().size() == 1 ? " GPU " : " GPUs ") + machine.gpuSource()
                            + ", " + plain(resources.gpu()) + " a trial",
                    machine.gpus().isEmpty()
                            ? "Ask for gpu: 0."
                            : "Ask for gpu: " + machine.gpus().size() + " at most.");
        }
        resources
                .memory()
                .ifPresent(bytes -> slots.limit(
                        fit(machine.memory(), bytes),
                        gigabytes(machine.memory()) + " of memory, " + gigabytes(bytes) + " a trial",
                        "Ask for at most " + gigabytes(machine.memory()) + "."));
        slots.limit(
                fit(machine.openFiles() - OTHER_FILES, FILES_OF_A_TRIAL),
                "'ulimit -n' of " + machine.openFiles() + ", " + FILES_OF_A_TRIAL + " open files a trial",
                "Raise it.");
        maxParallel.ifPresent(most -> slots.limit(most, "max_parallel", "It must be at least 1."));
        return new Capacity(slots.slots, slots.source);
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

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
