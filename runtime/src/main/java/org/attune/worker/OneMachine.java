package org.attune.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.machine.Machine;
import org.attune.machine.MachineKind;
import org.attune.spec.Resources;
import org.attune.spec.StudySpec;
import org.attune.tuner.Capacity;
import org.attune.wire.Grants;

/** What a run on one machine can give. */
public final class OneMachine {
    private OneMachine() {}

    /**
     * How many trials of a study can run at once on this machine alone.
     *
     * @throws IllegalArgumentException if none can, whatever the machine has or because it has too little
     */
    public static Capacity capacity(StudySpec spec, Machine machine) {
        check(spec.resources());
        return Slots.of(spec.resources(), spec.maxParallel(), machine);
    }

    /** The machine as its one worker offers it. */
    public static Grants grants(Machine machine) {
        return new Grants(
                "localhost",
                List.of(),
                ProcessHandle.current().pid(),
                machine.cpus().count(),
                machine.gpus().ids(),
                machine.memory().most(),
                (int) Math.min(Integer.MAX_VALUE, Slots.attempts(machine).most()),
                Map.of(),
                Map.of(),
                MachineKind.here(),
                Optional.empty(),
                Map.of());
    }

    private static void check(Resources each) {
        if (each.nodes() > 1) {
            refuse(
                    "nodes: " + each.nodes() + " is more than the one machine of this run",
                    "Run the study on a cluster of as many workers (--cluster DIR), or ask for nodes: 1.");
        }
        notOffered("labels", each.labels());
        notOffered("custom", each.custom());
    }

    private static void notOffered(String key, Map<String, ?> asked) {
        if (!asked.isEmpty()) {
            String text = asked.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
            refuse(
                    key + ": " + text + " is offered by no worker of this machine",
                    "Run the study on a cluster whose workers do (--cluster DIR), or leave it out.");
        }
    }

    private static void refuse(String reason, String remedy) {
        throw new IllegalArgumentException("no trial fits here: " + reason + ". " + remedy);
    }
}
