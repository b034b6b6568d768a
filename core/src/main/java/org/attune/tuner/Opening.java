package org.attune.tuner;

/**
 * What is allowed when a study is opened that was begun before. Immutable.
 *
 * @param takeOver whether it may be taken from a process that seems alive, and that ends then
 * @param acceptChanges whether it may continue when its space has changed, which changes what its trials so far mean to the
 *     model
 */
public record Opening(boolean takeOver, boolean acceptChanges) {

    /** Neither is allowed. */
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
