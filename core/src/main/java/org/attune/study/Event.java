package org.attune.study;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;

/** Something that happened in a study. A study is nothing but its events, in order. */
public sealed interface Event {

    /** The first event. {@code spec}: the study file in normal form. */
    record StudyCreated(Map<String, Object> spec, String version) implements Event {}

    /** The study file was changed in a way that lets the study go on. */
    record SpecChanged(Map<String, Object> spec) implements Event {}

    /**
     * A head took over. Attempts that a former head left running are lost, unless both heads are of one cluster: its workers run them, whether there is a head or not.
     *
     * @param cluster id of the head's cluster; absent for a head that runs trials itself
     */
    record HeadStarted(long epoch, String host, long pid, Optional<String> cluster) implements Event {
        public HeadStarted(long epoch, String host, long pid) {
            this(epoch, host, pid, Optional.empty());
        }
    }

    /** The head left in good order. */
    record HeadStopped(long epoch, String reason) implements Event {}

    /** {@code origin}: {@code "sampler"} or {@code "initial"}. */
    record TrialCreated(int trial, Configuration configuration, String origin, int bracket) implements Event {}

    /**
     * @param worker name of the worker
     * @param until step at which the scheduler decides on the trial
     * @param from step of the checkpoint that it starts from; 0 from scratch
     * @param checkpoint folder of that checkpoint, relative to the study's
     */
    record AttemptStarted(
            int trial, int attempt, String worker, OptionalInt until, int from, Optional<String> checkpoint)
            implements Event {}

    /** An attempt runs. */
    record AttemptPlaced(int trial, int attempt, Placement placement) implements Event {}

    /**
     * @param report number of the report within the attempt, from 1
     * @param metrics may hold not-a-number and infinities
     * @param checkpoint folder of the checkpoint saved with it, relative to the study's
     */
    record Reported(
            int trial, int attempt, long report, int step, Map<String, Double> metrics, Optional<String> checkpoint)
            implements Event {
        public Reported {
            metrics = Metrics.copyOf(metrics);
        }
    }

    /** What the scheduler or a rule of the study decided about a trial. */
    record Decided(int trial, Verdict verdict) implements Event {}

    /**
     * @param message one line that says what went wrong; empty if nothing did
     * @param exit exit code of the program, absent if there was none
     */
    record AttemptEnded(int trial, int attempt, Cause cause, String message, OptionalInt exit) implements Event {}

    /** The head noticed that its clock was set, ahead by so many milliseconds, or back by a negative number: of what the times of events tell, that much did not pass. */
    record ClockSet(long millis) implements Event {}

    /**
     * A machine gets no more of the study's trials for a while, since they fail there and nowhere else; or is used again.
     *
     * @param host its name
     * @param times how often in a row that was so; 0: it was not to blame
     * @param rest for how long; zero: it is tried again
     * @param why for people
     */
    record MachineJudged(String host, int times, Duration rest, String why) implements Event {}

    /** The study is over: {@code reason} is {@code "trials"}, {@code "target"}, {@code "failures"} or {@code "time"}. */
    record StudyEnded(String reason) implements Event {}
}
