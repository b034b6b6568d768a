package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.text.Json;

/** Writes studies in normal form: every setting spelled out, defaults included, times in seconds, sizes in bytes. */
public final class StudySpecWriter {
    private StudySpecWriter() {}

    /** A study file as JSON values; {@link StudySpecReader#fromJson} gives an equal study. */
    public static Map<String, Object> toJson(StudySpec spec) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("study", spec.study());
        map.put("objective", spec.objective().definition());
        map.putAll(spec.space().definition());
        putUnlessEmpty(
                map, "derived", spec.derived().definition(), spec.derived().isEmpty());
        map.put("sampler", spec.sampler().definition());
        map.put("scheduler", spec.scheduler().definition());
        spec.trials().ifPresent(trials -> map.put("trials", trials));
        spec.maxParallel().ifPresent(slots -> map.put("max_parallel", slots));
        spec.timeLimit().ifPresent(limit -> map.put("time_limit", Quantities.seconds(limit)));
        spec.trialTimeLimit().ifPresent(limit -> map.put("trial_time_limit", Quantities.seconds(limit)));
        spec.maxFailures().ifPresent(failures -> map.put("max_failures", failures));
        if (spec.retries() > 0) {
            map.put("retries", spec.retries());
        }
        spec.target().ifPresent(target -> map.put("target", target));
        putUnlessEmpty(map, "initial", spec.initial(), spec.initial().isEmpty());
        Map<String, Object> stop = spec.stop().definition();
        putUnlessEmpty(map, "stop", stop, stop.isEmpty());
        map.put("resources", spec.resources().definition());
        Map<String, Object> trainable = spec.trainable().definition();
        putUnlessEmpty(map, "trainable", trainable, trainable.isEmpty());
        map.put("grace", Quantities.seconds(spec.grace()));
        map.put("seed", spec.seed());
        spec.slurm().ifPresent(slurm -> map.put("slurm", slurm.definition()));
        return Json.map(map);
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, Object value, boolean empty) {
        if (!empty) {
            map.put(key, value);
        }
    }
}
