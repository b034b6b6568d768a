package org.attune.worker;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.attune.trial.Keep;
import org.attune.trial.MemoryKills;
import org.attune.trial.Program;
import org.attune.trial.process.ProcessStarter;
import org.attune.tuner.Signal;

/**
 * What the attempts of a worker share.
 *
 * @param id marks the worker's processes; no other worker has the same
 * @param inherited the environment that trials get beside their own
 * @param isAlone whether there is no other machine to go on with, and nobody else who uses this one's devices
 */
record WorkerContext(
        String id,
        WorkerSettings settings,
        Program program,
        Map<String, String> inherited,
        Shares shares,
        ProcessStarter starter,
        Keep keep,
        MemoryKills memoryKills,
        MemoryWatch memoryWatch,
        MemoryGuard memoryGuard,
        Executor threads,
        ScheduledExecutorService timer,
        boolean isAlone,
        Consumer<Signal> signals) {}
