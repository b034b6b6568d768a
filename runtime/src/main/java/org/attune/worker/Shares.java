package org.attune.worker;

import java.util.List;
import java.util.Optional;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.spec.Resources;

/** Divides a machine among the attempts of a study. Safe for use by many threads. */
final class Shares {
    private final CpuPool cpus;
    private final GpuPool devices;
    private final Gpus gpus;
    private final Resources each;

    Shares(Machine machine, Resources each) {
        this(machine, each, new CpuPool(machine.cpus()));
    }

    /** @param cpus may be shared with other studies */
    Shares(Machine machine, Resources each, CpuPool cpus) {
        this.cpus = cpus;
        this.each = each;
        gpus = machine.gpus();
        devices = new GpuPool(gpus.ids(), each.gpu());
    }

    /**
     * @param place absent if the devices are to be chosen here
     * @throws IllegalStateException if more devices are taken than there are
     */
    Share take(Optional<Place> place) {
        List<String> ids = place.map(Place::gpus).orElseGet(devices::take);
        return new Share(cpus.take(each.cpu(), each.pin()).orElse(List.of()), ids);
    }

    void giveBack(Share share, Optional<Place> place) {
        cpus.giveBack(share.cpus());
        if (place.isEmpty()) {
            devices.giveBack(share.gpus());
        }
    }

    /** The devices of which shares are made. */
    Gpus gpus() {
        return gpus;
    }
}
