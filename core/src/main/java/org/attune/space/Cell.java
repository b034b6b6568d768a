package org.attune.space;

/** The piece of the unit interval whose points stand for one value; a single point in a continuum. */
public record Cell(double from, double to) {

    public double width() {
        return to - from;
    }

    /** Where the value is seen. */
    public double centre() {
        return (from + to) / 2;
    }
}
