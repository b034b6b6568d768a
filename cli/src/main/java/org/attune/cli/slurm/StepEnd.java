package org.attune.cli.slurm;

import java.time.Duration;
import java.util.Optional;

/** Why a task of a step that is a worker ends. */
public enum StepEnd {
    DONE("the first task of the step has ended"),
    /** Slurm may not reach its node either, nor hear of its end. */
    UNREACHED("the first task of the step has ended, and could not be reached before that"),
    KILLED("the first task of the step was killed"),
    /** Nobody but the first task begins a head. */
    GONE("the first task of the step is gone"),
    ABSENT("the first task of the step has not begun in " + Constants.COMING.toMinutes() + " minutes");

    private static final class Constants {
        /** Of some nodes the prolog takes minutes. */
        private static final Duration COMING = Duration.ofMinutes(10);

        private static final Duration RETURNING = Duration.ofMinutes(1);

        /** The head's last word takes a moment. */
        private static final Duration LEAVING = Duration.ofSeconds(5);
    }

    private final String sentence;

    StepEnd(String sentence) {
        this.sentence = sentence;
    }

    /**
     * What such a task sees of the first one.
     *
     * @param alone for how long it has had no link to the head
     * @param hasBegun whether there has been a head
     * @param showsLife whether the head gives signs of life in the step's folder
     */
    public record Sight(Duration alone, boolean hasBegun, boolean showsLife) {}

    /** Absent while the first task may still be there, or come. */
    public static Optional<StepEnd> of(Sight sight) {
        if (!sight.hasBegun()) {
            return Optional.of(ABSENT).filter(end -> sight.alone().compareTo(Constants.COMING) > 0);
        }
        return Optional.of(GONE)
                .filter(end -> !sight.showsLife() && sight.alone().compareTo(Constants.RETURNING) > 0);
    }

    /**
     * What the first task left in the step's folder, as such a task understands it.
     *
     * @param alone for how long it has had no link to the head
     */
    public static StepEnd told(StepEnd word, Duration alone) {
        return word == DONE && alone.compareTo(Constants.LEAVING) > 0 ? UNREACHED : word;
    }

    public String sentence() {
        return sentence;
    }
}
