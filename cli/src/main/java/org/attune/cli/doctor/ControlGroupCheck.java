package org.attune.cli.doctor;

import java.util.List;
import java.util.Optional;
import org.attune.machine.ControlGroup;

/** Which control group this is in: by that the limits of memory and CPUs are read. */
final class ControlGroupCheck implements Check {
    @Override
    public String what() {
        return "control group";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        Optional<ControlGroup> group = ControlGroup.under(here.root(), "memory");
        if (group.isEmpty()) {
            boolean isIn = here.lines("/proc/self/cgroup").stream().anyMatch(line -> line.contains(":"));
            return List.of(
                    isIn
                            ? Finding.yellow(
                                    what(),
                                    "this process is in one, but its hierarchy is not mounted: limits that it has are not seen",
                                    "Mount /sys/fs/cgroup (in a container: from the host), or name what there is: 'attune worker --memory 16GB --cpus 4'.")
                            : Finding.green(what(), "none: what the machine has is what there is"));
        }
        ControlGroup found = group.get();
        String path = "/" + found.mount().relativize(found.folders().get(0));
        return List.of(Finding.green(what(), "version " + (found.unified() ? 2 : 1) + ", " + path));
    }
}
