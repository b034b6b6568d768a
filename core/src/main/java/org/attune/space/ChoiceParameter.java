package org.attune.space;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of a list of JSON values, each as likely as the others. Between categories there is no distance but equal or not; the choices of an
 * {@code ordered} (ordinal) parameter lie in a row.
 */
public record ChoiceParameter(String name, List<Object> choices, boolean ordered) implements Parameter {

    /**
     * @param choices JSON values ({@link Json#normal}), at least one, no two equal
     * @throws IllegalArgumentException if there is none, or two are equal
     */
    public ChoiceParameter {
        choices = Json.list(choices);
        if (choices.isEmpty()) {
            throw new IllegalDefinitionException(
                    "choices", "'" + name + "' must have at least one choice, but got an empty list.", "");
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.indexOf(choices.get(i)) < i) {
                throw new IllegalDefinitionException(
                        "choices",
                        "the choices of '" + name + "' must differ, but " + Json.plain(choices.get(i))
                                + " is there twice.",
                        "");
            }
        }
    }

    /** Number of the choice in the list, from 0. */
    public int index(Object value) {
        int index = choices.indexOf(Json.normal(value));
        if (index < 0) {
            throw new IllegalValueException(Bounds.rule(name, "one of " + Json.plain(choices), value));
        }
        return index;
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
        return map;
    }
}
