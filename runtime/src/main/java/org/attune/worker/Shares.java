package org.attune.worker;

import java.util.List;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.spec.Resources;

/** What each attempt of a study gets of a machine: the devices that the head chose, and CPUs that are free here. Safe for use by many threads. */
final class Shares {
    private final CpuPool cpus;
    private final Gpus gpus;
    private final Resources each;

    /** @param cpus may be shared with other studies */
    Shares(Machine machine, Resources each, CpuPool cpus) {
        this.cpus = cpus;
        this.each = each;
        this.gpus = machine.gpus();
    }

    Share take(Place place) {
        return new Share(cpus.take(each.cpu(), each.pin()).orElse(List.of()), place.gpus());
    }

    void giveBack(Share share) {
        cpus.giveBack(share.cpus());
    }

    /** The devices of which shares are made. */
    Gpus gpus() {
        return gpus;
    }
}
