package org.attune.space;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks into a box for what clauses leave of it: cuts it where the clauses hang on it, until it is known or the pieces are small. */
final class Regions {
    /** Enough for most that can be counted; a fraction of a second. */
    private static final int SOME_BOXES = 5_000;

    /** For what can be drawn no other way. */
    private static final int MOST_BOXES = 20_000;

    /** With how many clauses a box costs as much as two. */
    private static final int CLAUSES_OF_A_BOX = 8;

    private static final int FINER = 8;
    private static final double FINEST = 0x1p-100;

    private final int mostBoxes;
    private final double finest;
    private int boxes;

    private Regions(int mostBoxes, double finest) {
        this.mostBoxes = mostBoxes;
        this.finest = finest;
    }

    /** Exact, unless it would have too many boxes. */
    static Region counted(Box box, List<Clause> clauses) {
        return new Regions(SOME_BOXES, FINEST).look(box, clauses, 1);
    }

    /** Finer and finer, until it is enough, or it would have too many boxes. */
    static Region of(Box box, List<Clause> clauses, Predicate<Region> isEnough) {
        Region best = new Region.Mixed();
        for (double finest = 1.0 / FINER; finest > FINEST; finest /= FINER) {
            Regions regions = new Regions(MOST_BOXES, finest);
            Region region = regions.look(box, clauses, 1);
            if (region.most() < best.most()) {
                best = region;
                if (isEnough.test(best)) {
                    break;
                }
            }
            if (regions.boxes >= MOST_BOXES) {
                break;
            }
        }
        return best;
    }

    private Region look(Box box, List<Clause> clauses, double share) {
        boxes += 1 + clauses.size() / CLAUSES_OF_A_BOX;
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
        } else if (share < finest || boxes >= mostBoxes) {
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
