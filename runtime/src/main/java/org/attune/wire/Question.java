package org.attune.wire;

import java.util.List;
import java.util.Map;

/** What clients ask of a head. */
public sealed interface Question {

    /** A part for each worker. {@code why}: with the sources of its numbers. */
    record Nodes(boolean why) implements Question {}

    /** One part: the head, its studies, its sessions. */
    record Status() implements Question {}

    /** Ends the cluster: studies are paused, workers leave. {@code now}: without waiting for trials to save. */
    record Stop(boolean now) implements Question {}

    /**
     * Puts a study on the cluster, or finds it there: events of its journal follow, from the first, until it ends or pauses.
     *
     * @param spec in normal form
     * @param folder the study file's
     * @param files content hash of shipped files, or empty
     * @param classPath of a Java trainable, in its order
     * @param options {@code takeOver}, {@code acceptChanges}, and {@code exhausted}: the job with which the former head was killed for want of memory
     */
    record RunStudy(
            Map<String, Object> spec,
            String folder,
            String files,
            List<ClassPathEntry> classPath,
            Map<String, Object> options)
            implements Question {}

    /**
     * Pauses a study: its trials save what they have. A part with {@code stands} and a {@code line} if it is paused or has ended already.
     *
     * @param now without waiting for trials to save
     * @param allocation whether it is paused because its allocation ends, and not because somebody wishes so
     */
    record PauseStudy(String name, boolean now, boolean allocation) implements Question {}

    /** Parts with a {@code line} each: why a trial waits, or where it runs. */
    record Why(String study, int trial) implements Question {}

    /** One part with a {@code text}: what a running trial is doing. */
    record Stack(String study, int trial) implements Question {}

    /** Parts with a {@code line} each: what tasks of a session wait for; none if all of them run. */
    record WhyTasks(String session) implements Question {}

    /**
     * One part with the {@code session}'s id: a place to run remote functions, which ends with the client's link.
     *
     * <p>Parts with {@code waits} follow, for people, when tasks have waited for some seconds, and nothing that is on its way can help them.
     *
     * @param options for Python: {@code language}, {@code settings} as workers want them, {@code warm} the resources of most tasks; a part with {@code warm} follows when all
     *     workers are ready
     */
    record OpenSession(String name, Map<String, Object> options) implements Question {}
}
