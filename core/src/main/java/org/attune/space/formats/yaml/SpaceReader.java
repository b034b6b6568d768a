package org.attune.space.formats.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.attune.space.Clause;
import org.attune.space.Conditions;
import org.attune.space.IllegalValueException;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;

/** Reads {@code space} and {@code forbidden}; notes everything that is wrong, each at its place. */
public final class SpaceReader {
    private static final Pattern FILE = Pattern.compile("\\S*\\w\\.\\w+");

    private final Problems problems;
    private final Map<String, TextNode.Entry> declared;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Clause> conditions = new LinkedHashMap<>();
    private final Map<String, Object> before = new LinkedHashMap<>();
    private boolean complete;

    private SpaceReader(Declarations declarations, Problems problems) {
        this.problems = problems;
        this.declared = declarations.parameters();
        this.complete = declarations.isComplete();
    }

    /**
     * @param space value of {@code space}
     * @param forbidden value of {@code forbidden}, if the text has it
     * @return the space, or empty with what is wrong noted
     */
    public static Optional<SearchSpace> read(TextNode space, Optional<TextNode> forbidden, Problems problems) {
        if (!space.isMapping() || space.entries().isEmpty()) {
            problems.add(
                    space.place(),
                    "'space' must be a mapping with at least one parameter, but got " + space.shown() + ".",
                    "Write space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}.");
            return Optional.empty();
        }
        if (isMisspeltForm(space, problems)) {
            return Optional.empty();
        }
        SpaceReader reader = new SpaceReader(Declarations.of(space, problems), problems);
        reader.readParameters();
        reader.readConditions();
        reader.readBefore();
        List<Clause> clauses = forbidden.map(reader::readForbidden).orElse(List.of());
        if (!reader.complete) {
            return Optional.empty();
        }
        SpaceBuilder builder = SearchSpace.builder();
        reader.parameters.values().forEach(builder::add);
        reader.conditions.forEach(builder::when);
        reader.before.forEach(builder::before);
        clauses.forEach(builder::forbid);
        try {
            return Optional.of(builder.build());
        } catch (IllegalDefinitionException e) {
            problems.add(forbidden.orElse(space).place(), e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    /** {@code {configspaces: space.json}}: a parameter is never a text. */
    private static boolean isMisspeltForm(TextNode space, Problems problems) {
        Map.Entry<String, TextNode.Entry> first =
                space.entries().entrySet().iterator().next();
        if (space.entries().size() > 1
                || !(first.getValue().value().value() instanceof String file)
                || !FILE.matcher(file).matches()) {
            return false;
        }
        List<String> forms = SpaceFormats.all().stream().map(SpaceFormat::id).toList();
        problems.add(
                first.getValue().key(),
                "the form of a space in a file of its own must be one of " + String.join(", ", forms) + ", but got '"
                        + first.getKey() + "'" + Nearest.hint(first.getKey(), forms),
                "");
        return true;
    }

    private void readParameters() {
        declared.forEach((name, entry) -> note(ParameterReader.read(name, entry.value(), problems))
                .ifPresent(parameter -> parameters.put(name, parameter)));
    }

    private void readConditions() {
        declared.forEach((name, entry) -> {
            TextNode.Entry when =
                    entry.value().isMapping() ? entry.value().entries().get("when") : null;
            if (when != null) {
                ClauseReader reader = clauses("when", "'when' of '" + name + "'");
                note(reader.read(when.value())).ifPresent(clause -> conditions.put(name, clause));
            }
        });
        refuseCircles();
    }

    /** One after the other, each at the first of its conditions in the text. */
    private void refuseCircles() {
        Map<String, Clause> left = new LinkedHashMap<>(conditions);
        for (Optional<List<String>> circle = Conditions.circle(left);
                circle.isPresent();
                circle = Conditions.circle(left)) {
            List<String> names = circle.get();
            String first = declared.keySet().stream()
                    .filter(names::contains)
                    .findFirst()
                    .orElseThrow();
            problems.add(
                    declared.get(first).value().entries().get("when").key(),
                    names.size() == 1
                            ? "'" + first + "' must not depend on itself, but its condition speaks of it."
                            : Conditions.rule(names),
                    "");
            names.forEach(left::remove);
            complete = false;
        }
    }

    private void readBefore() {
        parameters.forEach((name, parameter) -> {
            TextNode.Entry entry = declared.get(name).value().entries().get("before");
            if (entry != null) {
                TextNode value = entry.value();
                try {
                    problems.collect(() -> Optional.ofNullable(parameter.check(value.json())))
                            .ifPresent(known -> before.put(name, known.orElse(null)));
                } catch (IllegalValueException e) {
                    problems.add(value.place(), "'before' of " + e.getMessage(), "");
                }
                complete &= before.containsKey(name);
            }
        });
    }

    private List<Clause> readForbidden(TextNode node) {
        if (!node.isList()) {
            complete = false;
            problems.add(
                    node.place(),
                    "'forbidden' must be a list of statements, but got " + node.shown() + ".",
                    "Write forbidden: [{optimizer: adam, lr: {greater: 0.1}}].");
            return List.of();
        }
        ClauseReader reader = clauses("forbidden", "'forbidden'");
        return node.items().stream()
                .map(item -> note(reader.read(item)))
                .flatMap(Optional::stream)
                .toList();
    }

    private ClauseReader clauses(String key, String owner) {
        return new ClauseReader(key, owner, declared.keySet(), parameters, problems);
    }

    private <T> Optional<T> note(Optional<T> read) {
        complete &= read.isPresent();
        return read;
    }
}
