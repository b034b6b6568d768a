package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.attune.space.Clause;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.derived.DerivedValues;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.Fields;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.JsonTree;
import org.attune.text.Keys;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads the JSON of every version of ConfigSpace, those of before 0.7 and relations, which ConfigSpace itself cannot read any more, included. */
final class ConfigSpaceReader {
    private static final Keys KEYS = () -> List.of(
            "name",
            "hyperparameters",
            "conditions",
            "forbiddens",
            "python_module_version",
            "json_format_version",
            "format_version");

    /** Whoever has so many has the wrong file. */
    private static final int MOST_PROBLEMS = 100;

    private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+-]{0,20}");

    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Optional<Parameter>> parameters = new LinkedHashMap<>();
    private final SpaceBuilder builder = SearchSpace.builder();
    private final Map<String, Place> conditions = new HashMap<>();

    private ConfigSpaceReader() {}

    /** @throws org.attune.text.TextException with all that is wrong */
    static SpaceDocument read(String text, String sourceName) {
        Source source = new Source.File(sourceName, text);
        ConfigSpaceReader reader = new ConfigSpaceReader();
        Optional<TextNode> root = reader.problems.collect(() -> JsonTree.parse(text, source));
        Optional<SpaceDocument> document = root.flatMap(reader::document);
        reader.problems.throwIfAny();
        return document.orElseThrow();
    }

    private Optional<SpaceDocument> document(TextNode root) {
        if (!root.isMapping()) {
            problems.add(
                    root.place(),
                    "a file of ConfigSpace must be one JSON object, but got " + root.shown() + ".",
                    "It has the keys name, hyperparameters, conditions and forbiddens.");
            return Optional.empty();
        }
        Optional<Fields> read = Fields.of("", root, KEYS, "", problems);
        Fields fields = read.orElseThrow();
        Optional<String> name = fields.has("name") && !fields.raw("name").isEmpty()
                ? fields.read("name", Values::text)
                : Optional.empty();
        boolean old = Dialect.isOld(root);
        readParameters(fields, old);
        StatementReader statements = new StatementReader(parameters, problems);
        readConditions(list(fields, "conditions"), statements, old);
        ForbiddenReader forbidden = new ForbiddenReader(statements);
        for (TextNode node : list(fields, "forbiddens")) {
            if (problems.count() < MOST_PROBLEMS) {
                forbidden.read(node).ifPresent(builder::forbid);
            }
        }
        problems.throwIfAny();
        return build(fields).map(space -> new SpaceDocument(space, DerivedValues.none(), name, version(root), notes));
    }

    private static Optional<String> version(TextNode root) {
        return Optional.ofNullable(root.entries().get("python_module_version"))
                .map(entry -> entry.value().value())
                .filter(value ->
                        value instanceof String text && VERSION.matcher(text).matches())
                .map(String.class::cast);
    }

    private void readParameters(Fields fields, boolean old) {
        Optional<List<TextNode>> items = fields.require("hyperparameters", "", Values::list);
        if (items.isPresent() && items.get().isEmpty()) {
            problems.add(
                    fields.placeOf("hyperparameters"), "a space must have at least one parameter, but got none.", "");
        }
        ParameterReader reader = new ParameterReader(old, problems, notes);
        Map<String, Place> places = new HashMap<>();
        for (TextNode node : items.orElse(List.of())) {
            if (problems.count() >= MOST_PROBLEMS) {
                return;
            }
            Optional<TextNode> name = name(node);
            if (name.isEmpty()) {
                continue;
            }
            String text = (String) name.get().value();
            Place before = places.putIfAbsent(text, name.get().place());
            if (before != null) {
                problems.add(
                        name.get().place(),
                        "the names of parameters must differ, but '" + text + "' is there twice, first at line "
                                + before.line() + ", column " + before.column() + ".",
                        "");
                continue;
            }
            Optional<Parameter> parameter = reader.read(text, node);
            parameter.ifPresent(builder::add);
            parameters.put(text, parameter);
        }
    }

    private Optional<TextNode> name(TextNode node) {
        if (!node.isMapping() || !node.entries().containsKey("name")) {
            problems.add(
                    node.place(),
                    node.isMapping()
                            ? "a parameter must have a name."
                            : "a parameter must be an object, but got " + node.shown() + ".",
                    "");
            return Optional.empty();
        }
        TextNode name = node.entries().get("name").value();
        return problems.collect(() -> {
            Values.text("'name' of a parameter", name);
            return name;
        });
    }

    private void readConditions(List<TextNode> nodes, StatementReader statements, boolean old) {
        Set<String> conditional = new HashSet<>();
        nodes.stream()
                .filter(node -> node.isMapping() && node.entries().containsKey("child"))
                .forEach(node -> conditional.add(
                        String.valueOf(node.entries().get("child").value().value())));
        ConditionReader reader = new ConditionReader(statements, conditional);
        for (TextNode node : nodes) {
            if (problems.count() >= MOST_PROBLEMS) {
                return;
            }
            reader.read(node).ifPresent(condition -> {
                String child = condition.child();
                builder.when(child, condition.clause());
                if (conditions.putIfAbsent(child, node.place()) != null) {
                    notes.add("'" + child + "' has several conditions, all of which must hold.");
                }
                if (old && condition.clause().atoms().anyMatch(Clause.Active.class::isInstance)) {
                    notes.add("'" + child
                            + "' has a condition with != on a parameter that may be inactive, where it holds,"
                            + " as in ConfigSpace since 1.0.");
                }
            });
        }
    }

    private Optional<SearchSpace> build(Fields fields) {
        try {
            return Optional.of(builder.build());
        } catch (IllegalDefinitionException e) {
            Place place = conditions.entrySet().stream()
                    .filter(entry -> e.rule().contains(": " + entry.getKey() + " needs "))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(fields.placeOf("conditions"));
            problems.add(place, e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    /** Both lists may be missing. */
    private static List<TextNode> list(Fields fields, String key) {
        return fields.has(key) ? fields.read(key, Values::list).orElse(List.of()) : List.of();
    }
}
