package org.attune.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** What it hangs on within a box whether clauses hold that may: on which parameters, and where to cut so that it shows. */
final class Openings {
    private final Box box;
    private final Set<Integer> parameters = new TreeSet<>();
    private final Map<Integer, Cut> cuts = new LinkedHashMap<>();
    private final Map<Integer, Integer> votes = new LinkedHashMap<>();

    /** Parameters whose conditions were looked at: by way of several children one is come upon again and again. */
    private final Set<Integer> followed = new HashSet<>();

    private Openings(Box box) {
        this.box = box;
    }

    /** Those of the clauses that may hold, in groups that share no parameter on which it hangs. */
    static List<List<Clause>> groups(Box box, List<Clause> clauses) {
        List<List<Clause>> groups = new ArrayList<>();
        List<Set<Integer>> scopes = new ArrayList<>();
        for (Clause clause : clauses) {
            Openings openings = new Openings(box);
            openings.look(clause);
            List<Clause> group = new ArrayList<>(List.of(clause));
            Set<Integer> scope = openings.parameters;
            for (int i = groups.size() - 1; i >= 0; i--) {
                if (scopes.get(i).stream().anyMatch(scope::contains)) {
                    group.addAll(0, groups.remove(i));
                    scope.addAll(scopes.remove(i));
                }
            }
            groups.add(group);
            scopes.add(scope);
        }
        return groups;
    }

    /** The cut that helps with the most statements; of equals that of the parameter declared first. */
    static Cut cut(Box box, List<Clause> clauses) {
        Openings openings = new Openings(box);
        for (Clause clause : clauses) {
            openings.followed.clear();
            openings.look(clause);
        }
        int best = -1;
        for (var vote : openings.votes.entrySet()) {
            int number = vote.getKey();
            int lead = best < 0 ? 1 : vote.getValue() - openings.votes.get(best);
            best = lead > 0 || lead == 0 && number < best ? number : best;
        }
        return openings.cuts.get(best);
    }

    private void look(Clause clause) {
        if (box.truth(clause) != Truth.MAYBE) {
            return;
        } else if (clause instanceof Clause.All all) {
            all.clauses().forEach(this::look);
        } else if (clause instanceof Clause.Any any) {
            any.clauses().forEach(this::look);
        } else {
            for (String name : clause.parameters()) {
                int number = box.domains().number(name);
                if (box.active(number) == Truth.MAYBE && followed.add(number)) {
                    look(box.domains().condition(number));
                }
            }
            if (!(clause instanceof Clause.Active) && box.ofValues(clause) == Truth.MAYBE) {
                clause.parameters().forEach(name -> parameters.add(box.domains().number(name)));
                Cut cut = cut(clause);
                cuts.putIfAbsent(cut.parameter(), cut);
                votes.merge(cut.parameter(), 1, Integer::sum);
            }
        }
    }

    private Cut cut(Clause atom) {
        if (atom instanceof Clause.Compare compare) {
            int number = box.domains().number(compare.parameter());
            Domain domain = box.domains().get(number);
            double place = domain.place(compare.value());
            return switch (compare.comparison()) {
                case LESS, AT_LEAST -> cut(number, DoubleStream.of(domain.atLeast(place)));
                case AT_MOST, GREATER -> cut(number, DoubleStream.of(domain.after(place)));
                case EQUAL, NOT_EQUAL -> around(number, place, place);
            };
        } else if (atom instanceof Clause.In in) {
            int number = box.domains().number(in.parameter());
            Domain domain = box.domains().get(number);
            return cut(
                    number,
                    in.values().stream()
                            .mapToDouble(domain::place)
                            .flatMap(place -> DoubleStream.of(place, domain.after(place))));
        }
        Clause.Relate relate = (Clause.Relate) atom;
        int left = box.domains().number(relate.left());
        int right = box.domains().number(relate.right());
        for (int number : new int[] {left, right}) {
            if (!box.domains().get(number).isNumber() && box.low(number) < box.high(number)) {
                return cut(
                        number, DoubleStream.iterate(box.low(number), place -> place <= box.high(number), p -> p + 1));
            }
        }
        Cut byRight = beside(left, right);
        Cut byLeft = beside(right, left);
        if (byRight.places().length > 0 || byLeft.places().length > 0) {
            return byRight.places().length > 0 ? byRight : byLeft;
        }
        int wider = box.width(left) >= box.width(right) ? left : right;
        return new Cut(wider, new double[] {box.domains().get(wider).halfway(box.low(wider), box.high(wider))});
    }

    /** Cuts off what lies beside all values of another parameter. */
    private Cut beside(int number, int other) {
        Object only = box.only(other);
        if (!box.domains().get(number).isNumber() || only != Compiled.ABSENT && !(only instanceof Number)) {
            return new Cut(number, new double[0]);
        } else if (only instanceof Number value) {
            return around(number, value.doubleValue(), value.doubleValue());
        }
        return around(number, box.low(other), box.high(other));
    }

    private Cut around(int number, double from, double to) {
        Domain domain = box.domains().get(number);
        return cut(number, DoubleStream.of(domain.atLeast(from), domain.after(to)));
    }

    private Cut cut(int number, DoubleStream places) {
        return new Cut(
                number,
                places.filter(place -> place > box.low(number) && place <= box.high(number))
                        .sorted()
                        .distinct()
                        .toArray());
    }
}
