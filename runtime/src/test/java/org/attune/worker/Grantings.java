package org.attune.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.machine.Machine;
import org.attune.wire.Grants;

/** What workers of a test say that they were granted. */
public final class Grantings {
    private Grantings() {}

    public static Grants of(Machine machine) {
        return new Grants(
                "host",
                List.of("127.0.0.1"),
                ProcessHandle.current().pid(),
                machine.cpus().count(),
                machine.gpus().ids(),
                machine.memory().most(),
                100,
                Map.of(),
                Map.of(),
                "",
                Optional.empty(),
                Map.of());
    }
}
