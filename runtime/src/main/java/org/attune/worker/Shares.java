package org.attune.worker;

import java.util.List;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.spec.Resources;

/** Divides a machine among attempts. Safe for use by many threads. */
final class Shares {
    private final CpuPool cpus;
    private final GpuPool devices;
    private final Gpus gpus;

    Shares(Machine machine, Resources each) {
        cpus = new CpuPool(machine.cpus(), each.cpu(), each.pin());
        gpus = machine.gpus();
        devices = new GpuPool(gpus.ids(), each.gpu());
    }

    /** @throws IllegalStateException if more are taken than fit */
    Share take() {
        List<String> ids = devices.take();
        try {
            return new Share(cpus.take().orElse(List.of()), ids);
        } catch (IllegalStateException e) {
            devices.giveBack(ids);
            throw e;
        }
    }

    void giveBack(Share share) {
        cpus.giveBack(share.cpus());
        devices.giveBack(share.gpus());
    }

    /** The devices of which shares are made. */
    Gpus gpus() {
        return gpus;
    }
}
