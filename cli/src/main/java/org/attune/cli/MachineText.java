package org.attune.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.cli.live.Numbers;
import org.attune.machine.Bound;
import org.attune.machine.CpuList;
import org.attune.machine.Machine;
import org.attune.machine.Sizes;
import org.attune.spec.Resources;
import org.attune.trial.TrialEnvironment;

/** What there is to run trials on, and what each of them gets, for people and for scripts. */
record MachineText(Machine machine, Resources each) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(machine.cpus().text() + ": " + CpuList.text(machine.cpus().ids()));
        lines.add(machine.gpus().text()
                + (machine.gpus().ids().isEmpty()
                        ? ""
                        : ": " + String.join(",", machine.gpus().ids())));
        Bound memory = machine.memory();
        lines.add(
                memory.isLimit()
                        ? Sizes.text(memory.most()) + " of memory " + memory.source()
                        : "memory of unknown size");
        if (machine.addressSpace().isLimit()) {
            lines.add(Sizes.text(machine.addressSpace().most()) + " a process "
                    + machine.addressSpace().source());
        }
        lines.add(count(machine.openFiles(), "open files"));
        lines.add(count(machine.processes(), "processes"));
        return lines;
    }

    String trial() {
        List<String> parts = new ArrayList<>();
        parts.add(each.cpu() == 1 ? "1 CPU" : Numbers.text(each.cpu()) + " CPUs");
        if (each.gpu() > 0) {
            parts.add(each.gpu() == 1 ? "1 GPU" : Numbers.text(each.gpu()) + " GPUs");
        }
        each.memory().ifPresent(bytes -> parts.add(Sizes.text(bytes) + " of memory at most"));
        parts.add(isBound() ? "bound to CPUs of its own" : "not bound to CPUs");
        parts.add(threads() > 0 ? "OMP_NUM_THREADS=" + threads() : "OMP_NUM_THREADS left alone");
        return String.join(", ", parts);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<String, Object> cpus = new LinkedHashMap<>();
        cpus.put("count", machine.cpus().count());
        cpus.put("ids", machine.cpus().ids().stream().map(Integer::longValue).toList());
        cpus.put("source", machine.cpus().source());
        map.put("cpus", cpus);
        Map<String, Object> gpus = new LinkedHashMap<>();
        gpus.put("count", (long) machine.gpus().ids().size());
        gpus.put("ids", machine.gpus().ids());
        gpus.put("source", machine.gpus().source());
        map.put("gpus", gpus);
        map.put("memory", bound(machine.memory()));
        map.put("address_space", bound(machine.addressSpace()));
        map.put("open_files", bound(machine.openFiles()));
        map.put("processes", bound(machine.processes()));
        return map;
    }

    Map<String, Object> trialJson() {
        Map<String, Object> map = new LinkedHashMap<>(each.amounts());
        map.put("bound", isBound());
        map.put("threads", (long) threads());
        return map;
    }

    private boolean isBound() {
        return machine.cpus().bind(each.cpu(), each.pin());
    }

    private int threads() {
        return new TrialEnvironment(System.getenv()).resources(each).threads();
    }

    private static String count(Bound bound, String things) {
        return bound.isLimit() ? bound.most() + " " + things + " " + bound.source() : "any number of " + things;
    }

    private static Map<String, Object> bound(Bound bound) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("most", bound.isLimit() ? bound.most() : null);
        map.put("source", bound.source());
        return map;
    }
}
