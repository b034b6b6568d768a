package org.attune.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.attune.machine.Machine;
import org.attune.spec.StudySpec;
import org.attune.tuner.Capacity;
import org.attune.worker.OneMachine;

/**
 * A study on this machine alone.
 *
 * @param parallel how many trials run at once, and where the number came from
 */
record OneMachineGround(MachineText machine, Capacity parallel) implements PlanText.Ground {

    /** @throws IllegalArgumentException if no trial fits on the machine */
    static OneMachineGround of(StudySpec spec, Machine machine) {
        return new OneMachineGround(new MachineText(machine, spec.resources()), OneMachine.capacity(spec, machine));
    }

    @Override
    public void print(BiConsumer<String, String> line) {
        String label = "Machine";
        for (String text : machine.lines()) {
            line.accept(label, text);
            label = "";
        }
        line.accept("Each trial", machine.trial());
        line.accept("Parallel", parallel.slots() + " at once (" + parallel.source() + ")");
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> slots = new LinkedHashMap<>();
        slots.put("slots", parallel.slots());
        slots.put("source", parallel.source());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("machine", machine.json());
        map.put("trial", machine.trialJson());
        map.put("parallel", slots);
        return map;
    }
}
