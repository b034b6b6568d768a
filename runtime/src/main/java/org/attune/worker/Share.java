package org.attune.worker;

import java.util.List;
import org.attune.machine.CpuList;
import org.attune.study.Placement;

/**
 * What one attempt has for itself.
 *
 * @param cpus numbers of the CPUs to bind it to; empty if it is not bound
 * @param gpus devices, as they were granted
 */
record Share(List<Integer> cpus, List<String> gpus) {
    static final Share NOTHING = new Share(List.of(), List.of());

    /** {@code start}: how the process came to be; {@code threads}: what the variables of numerical libraries were set to. */
    Placement placement(String start, long pid, int threads) {
        return new Placement(start, pid, CpuList.text(cpus), String.join(",", gpus), threads);
    }
}
