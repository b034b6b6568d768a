package org.attune.worker.join;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.machine.Bound;
import org.attune.machine.Cpus;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.machine.MachineKind;
import org.attune.machine.Sizes;
import org.attune.wire.Grants;
import org.attune.worker.Slots;

/**
 * What a worker may give away: never more than the system granted, a batch system's job was given, and people allow.
 *
 * @param grants as the head is told
 * @param machine the same, as those see it that start trials
 */
public record Allotment(Grants grants, Machine machine) {

    /** Where a worker is. {@code addresses}: of its machine, the likeliest first. */
    public record Here(String host, List<String> addresses, long pid) {}

    /**
     * @param machine what the system grants
     * @param environment with a batch system's variables
     * @throws IllegalArgumentException if people name a device that was not granted
     */
    public static Allotment of(Machine machine, Map<String, String> environment, Caps caps, Here here) {
        SlurmGrant slurm = new SlurmGrant(environment);
        Machine least = capped(slurm.of(machine), caps);
        Optional<Instant> until = slurm.until();
        Bound attempts = Slots.attempts(least);
        Grants grants = new Grants(
                here.host(),
                here.addresses(),
                here.pid(),
                least.cpus().count(),
                least.gpus().ids(),
                least.memory().most(),
                (int) Math.min(Integer.MAX_VALUE, attempts.most()),
                caps.custom(),
                labels(caps, environment),
                MachineKind.here(),
                until,
                sources(least, attempts, caps, slurm));
        return new Allotment(grants, least);
    }

    /** Those that people give, and by which the head asks for the worker's job. */
    private static Map<String, String> labels(Caps caps, Map<String, String> environment) {
        Map<String, String> labels = new LinkedHashMap<>(caps.labels());
        SlurmPlace.of(environment).ifPresent(place -> labels.putIfAbsent("slurm_job", Long.toString(place.job())));
        return labels;
    }

    private static Map<String, String> sources(Machine machine, Bound attempts, Caps caps, SlurmGrant slurm) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("cpu", machine.cpus().text());
        sources.put("gpu", machine.gpus().text());
        sources.put(
                "memory",
                Sizes.text(machine.memory().most()) + " " + machine.memory().source());
        sources.put(
                "attempts",
                attempts.most() > 1_000_000
                        ? "any number of trials"
                        : attempts.most() + " trials at once " + attempts.source());
        caps.custom().keySet().forEach(name -> sources.put(name, "by --resource"));
        slurm.until().ifPresent(end -> sources.put("until", slurm.untilSource()));
        return sources;
    }

    private static Machine capped(Machine machine, Caps caps) {
        Cpus cpus = machine.cpus();
        if (caps.cpus().isPresent() && caps.cpus().getAsDouble() < cpus.count()) {
            cpus = new Cpus(cpus.cores(), caps.cpus().getAsDouble(), cpus.online(), "by --cpus");
        }
        Gpus gpus = machine.gpus();
        if (caps.gpus().isPresent()) {
            gpus = new Gpus(gpus.vendor(), chosen(gpus, caps.gpus().get()), "by --gpus");
        }
        Bound memory = machine.memory();
        if (caps.memory().isPresent() && caps.memory().getAsLong() < memory.most()) {
            memory = new Bound(caps.memory().getAsLong(), "by --memory");
        }
        return new Machine(cpus, gpus, memory, machine.addressSpace(), machine.openFiles(), machine.processes());
    }

    private static List<String> chosen(Gpus gpus, List<String> named) {
        for (String id : named) {
            if (!gpus.ids().contains(id)) {
                throw new IllegalArgumentException("--gpus names the device '" + id + "', but there are " + gpus.text()
                        + (gpus.ids().isEmpty() ? "" : ": " + String.join(",", gpus.ids())) + ".");
            }
        }
        return named.stream().distinct().toList();
    }
}
