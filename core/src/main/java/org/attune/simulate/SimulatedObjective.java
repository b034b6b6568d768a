package org.attune.simulate;

import java.util.Map;
import org.attune.space.Configuration;

/** What simulated trials report, and when. A pure function of its arguments. */
@FunctionalInterface
public interface SimulatedObjective {

    /**
     * One step of a trial.
     *
     * @param step from 1
     * @return what the trial reports after the step, and how long that takes
     */
    Step step(Configuration configuration, int step);

    /**
     * What a step comes to.
     *
     * @param metrics what the trial reports after the step
     * @param seconds that the step takes, above 0
     * @param end whether the program ends by itself after this step
     * @param crash whether it crashes instead of reporting
     */
    record Step(Map<String, Double> metrics, double seconds, boolean end, boolean crash) {

        /** A step that reports one metric and is followed by others. */
        public static Step of(String metric, double value, double seconds) {
            return new Step(Map.of(metric, value), seconds, false, false);
        }
    }
}
