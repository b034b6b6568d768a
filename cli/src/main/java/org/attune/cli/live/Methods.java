package org.attune.cli.live;

import java.util.Locale;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;

/** The names by which people know what a study uses. */
public final class Methods {
    private Methods() {}

    /** Sampler and scheduler: {@code "bohb + hyperband"}. */
    public static String text(StudySpec spec) {
        return scheduler(spec).equals("fifo") ? sampler(spec) : sampler(spec) + " + " + scheduler(spec);
    }

    public static String sampler(StudySpec spec) {
        if (spec.sampler() instanceof SamplerSpec.Grid) {
            return "grid";
        }
        return spec.sampler() instanceof SamplerSpec.Random ? "random" : "bohb";
    }

    public static String scheduler(StudySpec spec) {
        return spec.scheduler() instanceof SchedulerSpec.Fifo ? "fifo" : "hyperband";
    }

    /** {@code "min"} or {@code "max"}. */
    public static String goal(StudySpec spec) {
        return spec.objective().mode().name().toLowerCase(Locale.ROOT);
    }
}
