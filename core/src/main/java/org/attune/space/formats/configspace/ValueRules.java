package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Map;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.text.Json;

/** Which values a version's choices and constants may have. */
final class ValueRules {
    private ValueRules() {}

    static void constant(Constant constant, List<String> unsayable) {
        if (constant.value() == null || isNested(constant.value())) {
            unsayable.add("'" + constant.name() + "' is the constant " + Json.plain(constant.value())
                    + ", but ConfigSpace's constants are texts, numbers and booleans.");
        }
    }

    static void choices(ChoiceParameter choice, Dialect dialect, List<String> unsayable) {
        boolean free = dialect.isAtLeast(Dialect.V1_1);
        List<Object> choices = choice.choices();
        for (int i = 0; i < choices.size(); i++) {
            Object value = choices.get(i);
            for (Object before : choices.subList(0, i)) {
                if (PythonValues.equal(before, value)) {
                    refuse(
                            choice,
                            Json.plain(before) + " and " + Json.plain(value) + " are equal in Python",
                            unsayable);
                }
            }
            if (value instanceof Map || (!free && (value == null || value instanceof List))) {
                refuse(choice, "it cannot have the choice " + Json.plain(value), unsayable);
                return;
            }
        }
        if (!free && choices.stream().map(ValueRules::kind).distinct().count() > 1) {
            refuse(choice, "choices of different kinds came with 1.1", unsayable);
        }
    }

    private static String kind(Object value) {
        return value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "text";
    }

    private static boolean isNested(Object value) {
        return value instanceof List || value instanceof Map;
    }

    private static void refuse(ChoiceParameter choice, String why, List<String> unsayable) {
        unsayable.add("'" + choice.name() + "' is one of " + Json.plain(choice.choices()) + ", but " + why + ".");
    }
}
