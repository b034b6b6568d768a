package org.attune.worker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What trials and functions on a cluster get of the environment of their worker. */
public final class HandedOn {
    /** Where the cluster's key is, and what else is the worker's own affair. */
    private static final Set<String> PRIVATE = Set.of(
            "ATTUNE_CLUSTER",
            "ATTUNE_CALLED",
            "ATTUNE_JAVA_OPTS",
            "ATTUNE_STEP_CODE",
            "ATTUNE_STEP_ORDERS",
            "ATTUNE_STEP_TERMINAL");

    /** What torchrun, srun and mpirun tell a process of its place among those that they started: where they started the worker, it is the worker's place and no trial's. */
    private static final Set<String> PLACE = Set.of(
            "MASTER_ADDR",
            "MASTER_PORT",
            "RANK",
            "LOCAL_RANK",
            "WORLD_SIZE",
            "LOCAL_WORLD_SIZE",
            "GROUP_RANK",
            "GROUP_WORLD_SIZE",
            "ROLE_NAME",
            "ROLE_RANK",
            "ROLE_WORLD_SIZE",
            "SLURM_PROCID",
            "SLURM_LOCALID",
            "SLURM_NTASKS",
            "SLURM_NPROCS");

    private static final List<String> PLACES = List.of("TORCHELASTIC_", "PMI_", "PMIX_", "OMPI_COMM_WORLD_");

    private HandedOn() {}

    public static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> handedOn = new TreeMap<>(environment);
        handedOn.keySet()
                .removeIf(name -> PRIVATE.contains(name)
                        || PLACE.contains(name)
                        || PLACES.stream().anyMatch(name::startsWith));
        return handedOn;
    }
}
