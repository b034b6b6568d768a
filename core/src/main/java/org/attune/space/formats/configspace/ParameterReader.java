package org.attune.space.formats.configspace;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.Parameter;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads one of {@code hyperparameters}. */
final class ParameterReader {
    private static final Map<String, List<String>> KINDS = kinds();

    private final boolean old;
    private final Problems problems;
    private final List<String> notes;

    /** @param old whether the file is from before 1.0 */
    ParameterReader(boolean old, Problems problems, List<String> notes) {
        this.old = old;
        this.problems = problems;
        this.notes = notes;
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (String number : List.of("float", "int")) {
            kinds.put("uniform_" + number, keys("lower", "upper", "log", "q"));
            kinds.put("normal_" + number, keys("mu", "sigma", "lower", "upper", "log", "q"));
            kinds.put("beta_" + number, keys("alpha", "beta", "lower", "upper", "log", "q"));
        }
        kinds.put("categorical", keys("choices", "weights", "probabilities"));
        kinds.put("ordinal", keys("sequence"));
        kinds.put("constant", keys("value"));
        kinds.put("unparametrized", keys("value"));
        return kinds;
    }

    private static List<String> keys(String... own) {
        return Stream.concat(
                        Stream.of("name", "type"),
                        Stream.concat(Stream.of(own), Stream.of("default_value", "default", "meta")))
                .toList();
    }

    Optional<Parameter> read(String name, TextNode node) {
        Optional<Item> read = Item.read(name, node, KINDS, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Item item = read.get();
        if (item.has("meta")) {
            notes.add("'" + name + "' has meta, which is left out: "
                    + item.fields().raw("meta").shown() + ".");
        }
        return switch (item.type()) {
            case "categorical" -> choice(name, item, "choices");
            case "ordinal" -> choice(name, item, "sequence");
            case "constant", "unparametrized" -> item.value("value").map(value -> new Constant(name, value.get(0)));
            default -> new NumberReader(name, item, old, notes).read();
        };
    }

    private Optional<Parameter> choice(String name, Item item, String list) {
        Optional<List<Object>> choices = item.list(list).flatMap(this::values);
        Optional<List<Double>> weights = weights(item);
        if (choices.isEmpty() || weights.isEmpty()) {
            return Optional.empty();
        }
        Map<Object, Object> seen = new HashMap<>();
        for (int i = 0; i < choices.get().size(); i++) {
            Object choice = choices.get().get(i);
            Object key = PythonValues.key(choice);
            if (seen.containsKey(key)) {
                problems.add(
                        item.list(list).orElseThrow().get(i).place(),
                        "the choices of '" + name + "' must differ, but " + Json.plain(seen.get(key)) + " and "
                                + Json.plain(choice) + " are equal in Python.",
                        "");
                return Optional.empty();
            }
            seen.put(key, choice);
        }
        return standard(name, item, choices.get())
                .flatMap(index -> build(
                        item,
                        () -> new ChoiceParameter(name, choices.get(), list.equals("sequence"), weights.get(), index)));
    }

    /** Number of the default. */
    private Optional<OptionalInt> standard(String name, Item item, List<Object> choices) {
        String key = item.fields().has("default") ? "default" : "default_value";
        if (!item.fields().has(key) || (!item.has(key) && !choices.contains(null))) {
            return Optional.of(OptionalInt.empty());
        }
        return item.value(key).flatMap(value -> {
            int index = PythonValues.index(choices, value.get(0));
            if (index < 0) {
                problems.add(
                        item.fields().placeOf(key),
                        "the default of '" + name + "' must be one of " + Json.plain(choices) + ", but got "
                                + Json.plain(value.get(0)) + ".",
                        "");
                return Optional.empty();
            }
            return Optional.of(OptionalInt.of(index));
        });
    }

    /** Version 0.4 calls them probabilities. */
    private Optional<List<Double>> weights(Item item) {
        String key = item.first("weights", "probabilities");
        if (!item.has(key)) {
            return Optional.of(List.of());
        }
        return item.list(key)
                .flatMap(nodes -> problems.collect(() -> nodes.stream()
                        .map(node -> Values.number(item.fields().label(key), node))
                        .toList()));
    }

    private Optional<List<Object>> values(List<TextNode> nodes) {
        return problems.collect(
                () -> Json.list(nodes.stream().map(TextNode::json).collect(Collectors.toList())));
    }

    /** What a constructor that checks makes of the item. */
    static Optional<Parameter> build(Item item, Supplier<Parameter> constructor) {
        return build(item, "", constructor);
    }

    /** @param blamed the key at fault; empty if the error knows it */
    static <T> Optional<T> build(Item item, String blamed, Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalDefinitionException e) {
            String key = blamed.isEmpty() ? keyOf(item, e.key()) : blamed;
            item.fields().problems().add(item.fields().placeOf(key), e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    /** What the file calls what we call so. */
    private static String keyOf(Item item, String ours) {
        return switch (ours) {
            case "low" -> "lower";
            case "high" -> "upper";
            case "step" -> "q";
            case "choices" -> item.first("sequence", "choices");
            case "weights" -> item.first("probabilities", "weights");
            case "default" -> item.first("default", "default_value");
            default -> ours;
        };
    }
}
