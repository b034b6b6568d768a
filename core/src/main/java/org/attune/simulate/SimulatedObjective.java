package org.attune.simulate;

import java.util.Map;
import org.attune.space.Configuration;

/** What simulated trials report, and when. A pure function of its arguments. */
@FunctionalInterface
public interface SimulatedObjective {

    /**
     * One more step of a trial.
     *
     * @param step from 1
     */
    Step step(Configuration configuration, int step);

    /**
     * @param metrics what the trial reports after the step
     * @param seconds that the step takes, positive
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
