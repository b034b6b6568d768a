package org.attune.tuner;

import java.util.Optional;

/**
 * What is allowed when a study is opened that was begun before, and what is known of its end then. Immutable.
 *
 * @param takeOver whether it may be taken from a process that seems alive, and that ends then
 * @param acceptChanges whether it may continue when its space has changed, which changes what its trials so far mean to the
 *     model
 * @param exhausted the job of Slurm that took more memory than it had and was killed with the head in it, if that was so
 */
public record Opening(boolean takeOver, boolean acceptChanges, Optional<String> exhausted) {

    public Opening(boolean takeOver, boolean acceptChanges) {
        this(takeOver, acceptChanges, Optional.empty());
    }

    /** Neither is allowed. */
    public static Opening standard() {
        return new Opening(false, false);
    }

    public Opening takingOver(boolean yes) {
        return new Opening(yes, acceptChanges, exhausted);
    }

    public Opening acceptingChanges(boolean yes) {
        return new Opening(takeOver, yes, exhausted);
    }
}
