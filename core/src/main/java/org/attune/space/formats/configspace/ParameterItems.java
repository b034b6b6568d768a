package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;

/** Items of {@code hyperparameters}, as a version has them. */
final class ParameterItems {
    private final Dialect dialect;
    private final List<String> unsayable;

    ParameterItems(Dialect dialect, List<String> unsayable) {
        this.dialect = dialect;
        this.unsayable = unsayable;
    }

    Map<String, Object> item(Parameter parameter) {
        if (parameter instanceof NumberParameter number) {
            return new NumberItem(number, dialect, unsayable).item();
        }
        Map<String, Object> item = parameter instanceof ChoiceParameter choice
                ? choice(choice)
                : item(parameter.name(), "constant", Map.of());
        if (parameter instanceof Constant constant) {
            ValueRules.constant(constant, unsayable);
            item.put("value", constant.value());
        }
        if (!dialect.isOld()) {
            item.put("meta", null);
        }
        return item;
    }

    private Map<String, Object> choice(ChoiceParameter choice) {
        ValueRules.choices(choice, dialect, unsayable);
        boolean ordered = choice.ordered();
        Map<String, Object> item = item(choice.name(), ordered ? "ordinal" : "categorical", Map.of());
        item.put(ordered ? "sequence" : "choices", choice.choices());
        if (dialect.isOld()) {
            item.put("default", choice.standard());
        }
        if (!ordered) {
            item.put(dialect == Dialect.V0_4 ? "probabilities" : "weights", weights(choice));
        }
        if (!dialect.isOld()) {
            item.put("default_value", choice.standard());
        }
        return item;
    }

    private Map<String, Object> item(String name, String type, Map<String, Object> rest) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put(dialect.isOld() ? "name" : "type", dialect.isOld() ? name : type);
        item.put(dialect.isOld() ? "type" : "name", dialect.isOld() ? type : name);
        item.putAll(rest);
        return item;
    }

    /** Probabilities before 0.6; what is as good as one in sum is left as it is. */
    private List<Object> weights(ChoiceParameter choice) {
        if (choice.weights().isEmpty()) {
            return null;
        } else if (dialect != Dialect.V0_4) {
            return whole(choice.weights());
        }
        double sum = choice.weights().stream().mapToDouble(Double::doubleValue).sum();
        boolean normal = Math.abs(sum - 1) < 1e-12;
        return choice.weights().stream()
                .<Object>map(weight -> normal ? weight : weight / sum)
                .toList();
    }

    /** Whole numbers without a point, as people write weights. */
    private static List<Object> whole(List<Double> weights) {
        boolean whole = weights.stream().allMatch(weight -> weight == Math.rint(weight) && weight < 1L << 53);
        List<Object> list = new ArrayList<>();
        for (Double weight : weights) {
            if (whole) {
                list.add(weight.longValue());
            } else {
                list.add(weight);
            }
        }
        return list;
    }
}
