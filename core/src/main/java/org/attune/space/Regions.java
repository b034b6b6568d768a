package org.attune.space;

import java.util.ArrayList;
import java.util.List;

/** Looks into a box for what clauses leave of it: cuts it where the clauses hang on it, until it is known or the pieces are small. */
final class Regions {
    private static final int MOST_BOXES = 5_000;
    private static final int MOST_IN_ALL = 4 * MOST_BOXES;
    private static final double GOOD = 0.5;
    private static final int FINER = 32;
    private static final double FINEST = 0x1p-100;

    private final double finest;
    private int boxes;

    private Regions(double finest) {
        this.finest = finest;
    }

    /** Finer and finer, until half of its draws are sure to be allowed or it has thousands of pieces. */
    static Region of(Box box, List<Clause> clauses) {
        return of(box, clauses, GOOD);
    }

    /** @param good share of its draws that is sure to be allowed when it is fine enough */
    static Region of(Box box, List<Clause> clauses, double good) {
        Region best = new Region.Mixed();
        int boxes = 0;
        for (double finest = 1.0 / FINER; finest > FINEST; finest /= FINER) {
            Regions regions = new Regions(finest);
            Region region = regions.look(box, clauses, 1);
            best = region.most() < best.most() || region.least() > best.least() ? region : best;
            boxes += regions.boxes;
            if (best.least() >= good * best.most() || regions.boxes >= MOST_BOXES || boxes >= MOST_IN_ALL) {
                break;
            }
        }
        return best;
    }

    private Region look(Box box, List<Clause> clauses, double share) {
        boxes++;
        List<Clause> open = new ArrayList<>();
        for (Clause clause : clauses) {
            Truth truth = box.truth(clause);
            if (truth == Truth.YES) {
                return new Region.Nothing();
            } else if (truth == Truth.MAYBE) {
                open.add(clause);
            }
        }
        if (open.isEmpty()) {
            return new Region.Whole();
        } else if (share < finest || boxes >= MOST_BOXES) {
            return new Region.Mixed();
        }
        List<List<Clause>> groups = Openings.groups(box, open);
        if (groups.size() > 1) {
            List<Region> parts = new ArrayList<>();
            for (List<Clause> group : groups) {
                parts.add(look(box, group, share));
            }
            Region product = Region.Product.of(parts);
            return product.most() == 0 ? new Region.Nothing() : product;
        }
        return sliced(box, open, share);
    }

    private Region sliced(Box box, List<Clause> open, double share) {
        Cut cut = Openings.cut(box, open);
        double whole = box.width(cut.parameter());
        List<Region.Slice> slices = new ArrayList<>();
        for (Box slice : box.slices(cut)) {
            double width = slice.width(cut.parameter());
            if (width > 0) {
                double from = box.domains().get(cut.parameter()).edge(slice.low(cut.parameter()));
                Region region = look(slice, open, share * width / whole);
                if (region.most() > 0) {
                    slices.add(new Region.Slice(from, width, width / whole, region));
                }
            }
        }
        Region region = Region.Sliced.of(cut.parameter(), slices);
        return region.most() == 0 ? new Region.Nothing() : region.least() == 1 ? new Region.Whole() : region;
    }
}
