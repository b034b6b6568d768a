package org.attune.space;

import java.util.ArrayList;
import java.util.List;

/**
 * Many configurations at once: of each parameter the values between two {@linkplain Domain places}, both included, where the parameter is active. Says of clauses
 * whether they hold for all of them or for none. Immutable, but not safe for use by many threads.
 */
final class Box {
    private final Domains domains;
    private final double[] low;
    private final double[] high;
    private final Truth[] active;

    private Box(Domains domains, double[] low, double[] high) {
        this.domains = domains;
        this.low = low;
        this.high = high;
        active = new Truth[low.length];
    }

    /** All configurations of the space. */
    static Box whole(Domains domains) {
        double[] low = new double[domains.size()];
        double[] high = new double[domains.size()];
        for (int i = 0; i < low.length; i++) {
            low[i] = domains.get(i).first();
            high[i] = domains.get(i).last();
        }
        return new Box(domains, low, high);
    }

    Domains domains() {
        return domains;
    }

    double low(int number) {
        return low[number];
    }

    double high(int number) {
        return high[number];
    }

    /** Which share of a parameter's draws falls into the box. */
    double width(int number) {
        return domains.get(number).width(low[number], high[number]);
    }

    /** The box in slices, in order: each begins at a place where it is cut. */
    List<Box> slices(Cut cut) {
        int number = cut.parameter();
        List<Box> slices = new ArrayList<>();
        double from = low[number];
        for (double place : cut.places()) {
            slices.add(slice(number, from, domains.get(number).before(place)));
            from = place;
        }
        slices.add(slice(number, from, high[number]));
        return slices;
    }

    private Box slice(int number, double from, double to) {
        double[] lows = low.clone();
        double[] highs = high.clone();
        lows[number] = from;
        highs[number] = to;
        return new Box(domains, lows, highs);
    }

    Truth active(int number) {
        if (active[number] == null) {
            Clause condition = domains.condition(number);
            active[number] = condition == null ? Truth.YES : truth(condition);
        }
        return active[number];
    }

    Truth truth(Clause clause) {
        if (clause instanceof Clause.All all) {
            Truth truth = Truth.YES;
            for (Clause part : all.clauses()) {
                truth = truth.and(truth(part));
            }
            return truth;
        } else if (clause instanceof Clause.Any any) {
            Truth truth = Truth.NO;
            for (Clause part : any.clauses()) {
                truth = truth.or(truth(part));
            }
            return truth;
        } else if (clause instanceof Clause.Active statement) {
            Truth is = active(domains.number(statement.parameter()));
            return is == Truth.MAYBE ? is : Truth.of((is == Truth.YES) == statement.active());
        }
        return ofValues(clause).and(isActive(clause));
    }

    private Truth isActive(Clause atom) {
        if (atom instanceof Clause.Relate relate) {
            return active(domains.number(relate.left())).and(active(domains.number(relate.right())));
        }
        return active(
                domains.number(atom instanceof Clause.In in ? in.parameter() : ((Clause.Compare) atom).parameter()));
    }

    /** What a statement about values amounts to if its parameters are active. */
    Truth ofValues(Clause atom) {
        if (atom instanceof Clause.Compare compare) {
            int number = domains.number(compare.parameter());
            return compare(number, compare.comparison(), domains.get(number).place(compare.value()));
        } else if (atom instanceof Clause.In in) {
            return in(domains.number(in.parameter()), in.values());
        }
        Clause.Relate relate = (Clause.Relate) atom;
        int left = domains.number(relate.left());
        int right = domains.number(relate.right());
        Object leftOnly = only(left);
        Object rightOnly = only(right);
        if (domains.get(left).isNumber() && domains.get(right).isNumber()) {
            return Truth.of(
                    relate.comparison(),
                    low[left] < high[right],
                    low[left] <= high[right] && low[right] <= high[left],
                    high[left] > low[right]);
        } else if (leftOnly == Compiled.ABSENT && !domains.get(left).isNumber()
                || rightOnly == Compiled.ABSENT && !domains.get(right).isNumber()) {
            return Truth.MAYBE;
        } else if (leftOnly == Compiled.ABSENT && rightOnly instanceof Number number) {
            return compare(left, relate.comparison(), number.doubleValue());
        } else if (rightOnly == Compiled.ABSENT && leftOnly instanceof Number number) {
            double place = number.doubleValue();
            return Truth.of(relate.comparison(), place < high[right], has(right, place), place > low[right]);
        }
        // A number of a continuum stands to what is no number as any other does.
        return Truth.of(Related.holds(
                leftOnly == Compiled.ABSENT ? 0.0 : leftOnly,
                relate.comparison(),
                rightOnly == Compiled.ABSENT ? 0.0 : rightOnly));
    }

    /** The one value that a parameter has in the box, or ABSENT if there are several. */
    Object only(int number) {
        return low[number] == high[number] ? domains.get(number).value(low[number]) : Compiled.ABSENT;
    }

    private Truth compare(int number, Comparison comparison, double place) {
        return Truth.of(comparison, low[number] < place, has(number, place), high[number] > place);
    }

    private Truth in(int number, List<Object> values) {
        long inside = values.stream()
                .mapToDouble(domains.get(number)::place)
                .filter(place -> place >= low[number] && place <= high[number])
                .distinct()
                .count();
        if (inside == 0) {
            return Truth.NO;
        }
        return inside == domains.get(number).count(low[number], high[number]) ? Truth.YES : Truth.MAYBE;
    }

    private boolean has(int number, double place) {
        return low[number] <= place
                && place <= high[number]
                && domains.get(number).atLeast(place) == place;
    }
}
