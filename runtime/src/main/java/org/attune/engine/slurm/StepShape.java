package org.attune.engine.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The step that takes all of an allocation, as it was asked for: so many tasks on so many nodes, of so many CPUs each. One task a node where nobody said how many.
 *
 * @param cpus of each task; absent where Slurm does not tell
 */
public record StepShape(int nodes, int tasks, OptionalLong cpus) {

    /** One for each part of the job, which most have one of. Empty if this is not an allocation's script or shell, and where one process on this machine has all of it. */
    public static List<StepShape> of(Map<String, String> environment) {
        Optional<SlurmPlace> place = SlurmPlace.of(environment).filter(one -> one.part() != SlurmPlace.Part.TASK);
        if (place.isEmpty()) {
            return List.of();
        }
        JobParts parts = JobParts.of(environment);
        if (parts.areSeveral()) {
            return parts.environments().stream().map(StepShape::ofOne).toList();
        }
        StepShape whole = ofOne(environment);
        return whole.nodes > 1 || place.get().part() == SlurmPlace.Part.HOLDER ? List.of(whole) : List.of();
    }

    private static StepShape ofOne(Map<String, String> environment) {
        SlurmVariables variables = new SlurmVariables(environment);
        String names = variables.text("SLURM_JOB_NODELIST", "SLURM_NODELIST").orElse("");
        int listed = Math.max(1, HostList.parse(names).size());
        int nodes = Math.max(1, variables.number("SLURM_JOB_NUM_NODES", listed));
        int tasks = Math.max(nodes, variables.number("SLURM_NTASKS", nodes));
        OptionalLong given = variables.number("SLURM_CPUS_PER_TASK");
        return new StepShape(nodes, tasks, given.isPresent() ? given : shared(variables, nodes, tasks));
    }

    /** What is a task's of the node that has least for each. */
    private static OptionalLong shared(SlurmVariables variables, int nodes, int tasks) {
        List<Integer> cpus =
                NodeCounts.parse(variables.text("SLURM_JOB_CPUS_PER_NODE").orElse(""));
        List<Integer> here =
                NodeCounts.parse(variables.text("SLURM_TASKS_PER_NODE").orElse(""));
        if (cpus.size() != nodes || tasks > nodes && here.size() != nodes) {
            return OptionalLong.empty();
        }
        long least = Long.MAX_VALUE;
        for (int node = 0; node < nodes; node++) {
            least = Math.min(least, cpus.get(node) / (tasks == nodes ? 1 : Math.max(1, here.get(node))));
        }
        return OptionalLong.of(Math.max(1, least));
    }

    /** Of {@code srun}. */
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of("--nodes=" + nodes, "--ntasks=" + tasks));
        if (tasks == nodes) {
            options.add("--ntasks-per-node=1");
        }
        cpus.ifPresent(number -> options.add("--cpus-per-task=" + number));
        return options;
    }
}
