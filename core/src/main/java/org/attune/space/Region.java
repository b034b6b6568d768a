package org.attune.space;

import java.util.List;

/** What is allowed of a {@link Box}, as far as it was looked into; turns draws from the box into draws from what is allowed. Immutable. */
sealed interface Region {

    /** At most this share of the box is allowed. */
    double most();

    /** At least this share of the box is allowed. */
    double least();

    /**
     * Moves a draw to where something may be allowed, in proportion.
     *
     * @param draws one for each parameter, in [0, 1): in, uniform; out, where in its range
     * @param from where the range of each parameter begins, in [0, 1)
     * @param width of the range
     */
    void place(double[] draws, double[] from, double[] width);

    /** All of it is allowed. */
    record Whole() implements Region {
        @Override
        public double most() {
            return 1;
        }

        @Override
        public double least() {
            return 1;
        }

        @Override
        public void place(double[] draws, double[] from, double[] width) {}
    }

    /** Nothing of it can be drawn. */
    record Nothing() implements Region {
        @Override
        public double most() {
            return 0;
        }

        @Override
        public double least() {
            return 0;
        }

        @Override
        public void place(double[] draws, double[] from, double[] width) {}
    }

    /** Some of it may be forbidden. */
    record Mixed() implements Region {
        @Override
        public double most() {
            return 1;
        }

        @Override
        public double least() {
            return 0;
        }

        @Override
        public void place(double[] draws, double[] from, double[] width) {}
    }

    /** Regions of different parameters, of which each must be allowed. */
    record Product(List<Region> parts, double most, double least) implements Region {
        static Product of(List<Region> parts) {
            return new Product(
                    List.copyOf(parts),
                    parts.stream().mapToDouble(Region::most).reduce(1, (a, b) -> a * b),
                    parts.stream().mapToDouble(Region::least).reduce(1, (a, b) -> a * b));
        }

        @Override
        public void place(double[] draws, double[] from, double[] width) {
            parts.forEach(part -> part.place(draws, from, width));
        }
    }

    /** A slice of a box, whose draws of one parameter lie between {@code from} and {@code from + width}; {@code share} of the box. */
    record Slice(double from, double width, double share, Region region) {
        double most() {
            return share * region.most();
        }
    }

    /** The slices along one parameter. */
    record Sliced(int parameter, List<Slice> slices, double most, double least) implements Region {
        private static final double LAST = Math.nextDown(1.0);

        static Sliced of(int parameter, List<Slice> slices) {
            return new Sliced(
                    parameter,
                    List.copyOf(slices),
                    slices.stream().mapToDouble(Slice::most).sum(),
                    slices.stream()
                            .mapToDouble(slice -> slice.share() * slice.region().least())
                            .sum());
        }

        @Override
        public void place(double[] draws, double[] from, double[] width) {
            double left = draws[parameter] * most;
            int at = 0;
            while (at < slices.size() - 1 && left >= slices.get(at).most()) {
                left -= slices.get(at).most();
                at++;
            }
            Slice slice = slices.get(at);
            draws[parameter] = Math.min(LAST, left / slice.most());
            from[parameter] = slice.from();
            width[parameter] = slice.width();
            slice.region().place(draws, from, width);
        }
    }
}
