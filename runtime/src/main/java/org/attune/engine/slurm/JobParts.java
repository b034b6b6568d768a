package org.attune.engine.slurm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a job that was submitted in several, each with resources of its own ({@code sbatch ... : ...}, "heterogeneous").
 *
 * @param environments for each part what a job of that part alone would say of itself; empty for a job that has no parts
 */
public record JobParts(List<Map<String, String>> environments) {
    private static final String SIZE = "SLURM_HET_SIZE";
    private static final String GROUP = "_HET_GROUP_";

    public JobParts {
        environments = List.copyOf(environments);
    }

    public static JobParts of(Map<String, String> environment) {
        int size = new SlurmVariables(environment).number(SIZE, 0);
        List<Map<String, String>> parts = new ArrayList<>();
        for (int part = 0; part < size; part++) {
            parts.add(part(environment, GROUP + part));
        }
        return new JobParts(parts);
    }

    private static Map<String, String> part(Map<String, String> environment, String end) {
        Map<String, String> part = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.endsWith(end)) {
                part.put(name.substring(0, name.length() - end.length()), value);
            }
        });
        return part;
    }

    public boolean areSeveral() {
        return environments.size() > 1;
    }

    /** Numbers of those that have none of some nodes. */
    public List<Integer> without(List<String> nodes) {
        List<Integer> without = new ArrayList<>();
        for (int part = 0; part < environments.size(); part++) {
            if (nodes(part).stream().noneMatch(nodes::contains)) {
                without.add(part);
            }
        }
        return without;
    }

    public List<String> nodes(int part) {
        return HostList.parse(environments.get(part).getOrDefault("SLURM_JOB_NODELIST", ""));
    }
}
