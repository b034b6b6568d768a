package org.attune.tuner;

/**
 * How far a study may be opened that has begun.
 *
 * @param takeOver whether it is taken from a head that seems alive
 * @param acceptChanges whether it goes on when its space has changed, which changes what its trials so far mean to the model
 */
public record Opening(boolean takeOver, boolean acceptChanges) {

    /** Neither. */
    public static Opening standard() {
        return new Opening(false, false);
    }

    public Opening takingOver(boolean yes) {
        return new Opening(yes, acceptChanges);
    }

    public Opening acceptingChanges(boolean yes) {
        return new Opening(takeOver, yes);
    }
}
