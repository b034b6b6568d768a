package org.attune.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;

/**
 * One of a list of JSON values. Between categories there is no distance but equal or not; the choices of an {@code ordered} (ordinal) parameter lie in a row.
 *
 * @param weights how likely each choice is, compared with the others; empty if all are alike, as those of an ordered parameter always are
 * @param defaultIndex number of the choice that {@link #standard} gives, if it is not the first of the likeliest
 */
public record ChoiceParameter(
        String name, List<Object> choices, boolean ordered, List<Double> weights, OptionalInt defaultIndex)
        implements Parameter {

    /** In a message. */
    private static final int MOST_SHOWN = 50;

    /**
     * @param choices JSON values ({@link Json#normal}), at least one, no two equal
     * @throws IllegalArgumentException if there is none, or two are equal, or the weights are not one for each choice, finite, at least 0, some above
     */
    public ChoiceParameter {
        choices = Choices.of(choices);
        if (choices.isEmpty()) {
            throw new IllegalDefinitionException(
                    "choices", "'" + name + "' must have at least one choice, but got an empty list.", "");
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < choices.size(); i++) {
            if (!seen.add(choices.get(i))) {
                throw new IllegalDefinitionException(
                        "choices",
                        "the choices of '" + name + "' must differ, but " + Json.plain(choices.get(i))
                                + " is there twice.",
                        "");
            }
        }
        weights = List.copyOf(weights);
        if (!weights.isEmpty()) {
            checkWeights(name, choices.size(), ordered, weights);
        }
        if (defaultIndex.isPresent()) {
            if (defaultIndex.getAsInt() < 0 || defaultIndex.getAsInt() >= choices.size()) {
                throw new IllegalDefinitionException(
                        "default",
                        "the default of '" + name + "' must be the number of one of " + choices.size()
                                + " choices, from 0, but got " + defaultIndex.getAsInt() + ".",
                        "");
            }
            defaultIndex = defaultIndex.getAsInt() == likeliest(weights) ? OptionalInt.empty() : defaultIndex;
        }
    }

    public ChoiceParameter(String name, List<Object> choices, boolean ordered) {
        this(name, choices, ordered, List.of(), OptionalInt.empty());
    }

    /** Whether a choice is ever drawn: whether its weight is not 0. */
    public boolean isDrawn(int index) {
        return weights.isEmpty() || weights.get(index) > 0;
    }

    /** The choices that are ever drawn. */
    public List<Object> drawn() {
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (isDrawn(i)) {
                drawn.add(choices.get(i));
            }
        }
        return drawn;
    }

    /** Probability of a choice. */
    public double probability(int index) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        return weights.isEmpty() ? 1.0 / choices.size() : weights.get(index) / sum;
    }

    @Override
    public Object quantile(double u) {
        if (weights.isEmpty()) {
            return decode(u);
        }
        double left = u * weights.stream().mapToDouble(Double::doubleValue).sum();
        int last = 0;
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i) > 0) {
                last = i;
                if (left < weights.get(i)) {
                    break;
                }
                left -= weights.get(i);
            }
        }
        return choices.get(last);
    }

    @Override
    public Object standard() {
        return choices.get(defaultIndex.orElse(likeliest(weights)));
    }

    private static int likeliest(List<Double> weights) {
        int best = 0;
        for (int i = 1; i < weights.size(); i++) {
            best = weights.get(i) > weights.get(best) ? i : best;
        }
        return best;
    }

    private static void checkWeights(String name, int choices, boolean ordered, List<Double> weights) {
        boolean numbers = weights.stream().allMatch(weight -> Double.isFinite(weight) && weight >= 0)
                && weights.stream().anyMatch(weight -> weight > 0);
        if (ordered || weights.size() != choices || !numbers) {
            throw new IllegalDefinitionException(
                    "weights",
                    ordered
                            ? "weights are for a categorical parameter, but '" + name + "' is ordinal."
                            : "the weights of '" + name + "' must be " + choices
                                    + " numbers of at least 0, some above, but got " + Json.plain(weights) + ".",
                    "");
        }
    }

    /** Number of the choice in the list, from 0. */
    public int index(Object value) {
        int index = choices.indexOf(Json.normal(value));
        if (index < 0) {
            throw new IllegalValueException(Bounds.rule(name, "one of " + shown(), value));
        }
        return index;
    }

    private String shown() {
        return choices.size() <= MOST_SHOWN
                ? Json.plain(choices)
                : Json.plain(choices.subList(0, MOST_SHOWN)).replaceFirst("]$", ", ...]") + ", " + choices.size()
                        + " in all";
    }

    @Override
    public Object decode(double unit) {
        return choices.get((int) Math.min(choices.size() - 1, (long) (unit * choices.size())));
    }

    @Override
    public double encode(Object value) {
        return (index(value) + 0.5) / choices.size();
    }

    @Override
    public Object check(Object value) {
        return choices.get(index(value));
    }

    @Override
    public long size() {
        return choices.size();
    }

    @Override
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", ordered ? "ordinal" : "categorical");
        map.put("choices", choices);
        if (!weights.isEmpty()) {
            map.put("weights", weights);
        }
        defaultIndex.ifPresent(index -> map.put("default", choices.get(index)));
        return map;
    }
}
