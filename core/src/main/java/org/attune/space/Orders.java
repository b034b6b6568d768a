package org.attune.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Relations between parameters that must hold for clauses to be kept: whether they go round in a circle that no values can follow, as {@code a < b, b < a} does. */
final class Orders {
    private final Box box;
    private final Map<String, Map<String, Boolean>> below = new HashMap<>();
    private final List<Clause.Relate> unequal = new ArrayList<>();

    private Orders(Box box) {
        this.box = box;
    }

    /** @param clauses none of which may hold, and each of which may in the box */
    static boolean contradict(Box box, List<Clause> clauses) {
        Orders orders = new Orders(box);
        clauses.forEach(orders::refuse);
        return orders.goRound();
    }

    /** The clause must not hold: if all hangs on one relation, its opposite must. */
    private void refuse(Clause clause) {
        if (clause instanceof Clause.Any any) {
            any.clauses().forEach(this::refuse);
        } else if (clause instanceof Clause.All all) {
            List<Clause> open = new ArrayList<>();
            for (Clause part : all.clauses()) {
                if (box.truth(part) == Truth.NO) {
                    return;
                } else if (box.truth(part) == Truth.MAYBE) {
                    open.add(part);
                }
            }
            if (open.size() == 1) {
                refuse(open.get(0));
            }
        } else if (clause instanceof Clause.Relate relate && areNumbers(relate)) {
            need(relate);
        }
    }

    private boolean areNumbers(Clause.Relate relate) {
        int left = box.domains().number(relate.left());
        int right = box.domains().number(relate.right());
        return box.domains().get(left).isNumber()
                && box.domains().get(right).isNumber()
                && box.active(left) == Truth.YES
                && box.active(right) == Truth.YES;
    }

    private void need(Clause.Relate refused) {
        String left = refused.left();
        String right = refused.right();
        switch (refused.comparison().opposite()) {
            case LESS -> edge(left, right, true);
            case AT_MOST -> edge(left, right, false);
            case GREATER -> edge(right, left, true);
            case AT_LEAST -> edge(right, left, false);
            case EQUAL -> {
                edge(left, right, false);
                edge(right, left, false);
            }
            case NOT_EQUAL -> unequal.add(refused);
        }
    }

    private void edge(String low, String high, boolean strictly) {
        below.computeIfAbsent(low, key -> new HashMap<>()).merge(high, strictly, Boolean::logicalOr);
    }

    /**
     * Whether a parameter would have to be less than itself, or equal to one from which it must differ. All paths are followed, by way of one parameter after the
     * other.
     */
    private boolean goRound() {
        for (String by : List.copyOf(below.keySet())) {
            for (String from : List.copyOf(below.keySet())) {
                Boolean first = below.get(from).get(by);
                if (first != null) {
                    Map.copyOf(below.get(by)).forEach((to, second) -> edge(from, to, first || second));
                }
            }
        }
        return below.keySet().stream()
                        .anyMatch(name -> Boolean.TRUE.equals(below.get(name).get(name)))
                || unequal.stream()
                        .anyMatch(pair -> isBelow(pair.left(), pair.right()) && isBelow(pair.right(), pair.left()));
    }

    private boolean isBelow(String low, String high) {
        return below.containsKey(low) && below.get(low).containsKey(high);
    }
}
