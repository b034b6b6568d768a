package org.attune.head;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.wire.ClusterFolder;

/**
 * How a head is to be.
 *
 * @param port where to listen; 0 for the former head's if it is free, else one that the system chooses
 * @param takeOver take the cluster from a head that seems alive
 * @param program which is Attune, for workers on other machines that see the same files
 * @param log for people, a line each
 * @param end by which it and its studies have to be over
 */
public record HeadSettings(
        ClusterFolder folder,
        int port,
        boolean takeOver,
        Terms terms,
        Path program,
        Consumer<String> log,
        AllocationEnd end) {}
