package org.attune.head.hosting;

import java.time.Clock;
import java.util.function.Consumer;
import org.attune.analysis.StudyFolders;
import org.attune.engine.slurm.AllocationEnd;

/**
 * What all studies of a head share.
 *
 * @param cluster its id
 * @param results where studies lie
 * @param elasticity who has worker jobs come and go
 * @param log for people
 * @param end by which they have to be over
 */
record Hosting(
        String cluster,
        StudyFolders results,
        StudyOrders orders,
        StudyRunners runners,
        Elasticity elasticity,
        Clock clock,
        Consumer<String> log,
        AllocationEnd end) {}
