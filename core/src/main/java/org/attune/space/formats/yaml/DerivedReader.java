package org.attune.space.formats.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.space.ChoiceParameter;
import org.attune.space.Groups;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.space.derived.Formula;
import org.attune.space.derived.FormulaException;
import org.attune.space.derived.Probes;
import org.attune.space.derived.PythonWords;
import org.attune.space.derived.UnderivableException;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.TextNode;

/** Reads {@code derived}; what is wrong within an expression is told at its place there. */
public final class DerivedReader {
    private final SearchSpace space;
    private final Problems problems;
    private final Map<String, TextNode.Entry> entries = new LinkedHashMap<>();
    private final Map<String, Formula> formulas = new LinkedHashMap<>();
    private boolean complete = true;

    private DerivedReader(SearchSpace space, Problems problems) {
        this.space = space;
        this.problems = problems;
    }

    /** The values, or empty with what is wrong noted. */
    public static Optional<DerivedValues> read(TextNode node, SearchSpace space, Problems problems) {
        return new DerivedReader(space, problems).read(node);
    }

    /** As {@link #read}; they are tried at the default, at the ends of the space and at some random places, too. For texts that can still be mended. */
    public static Optional<DerivedValues> tried(TextNode node, SearchSpace space, Problems problems) {
        DerivedReader reader = new DerivedReader(space, problems);
        return reader.read(node).filter(reader::works);
    }

    private Optional<DerivedValues> read(TextNode node) {
        if (!node.isMapping()) {
            refuse(
                    node.place(),
                    "'derived' must be a mapping of names to expressions, but got " + node.shown() + ".",
                    "Write derived: {hidden: round(width * ratio)}.");
            return Optional.empty();
        }
        collect("", node, 0);
        refuseClashes();
        entries.forEach(this::parse);
        refuseUnknown();
        refuseCircles();
        if (!complete) {
            return Optional.empty();
        }
        return Optional.of(DerivedValues.of(formulas));
    }

    /** The names that it declares, right or wrong. */
    public static Set<String> names(TextNode node) {
        DerivedReader reader = new DerivedReader(null, new Problems());
        reader.collect("", node, 0);
        return reader.entries.keySet();
    }

    private void collect(String prefix, TextNode node, int depth) {
        node.entries().forEach((key, entry) -> {
            String name = prefix + key;
            if (key.isBlank() || key.startsWith(".") || key.endsWith(".") || key.contains("..") || depth > 50) {
                refuse(entry.key(), "'" + name + "' is no name of a derived value.", "");
            } else if (entry.value().isMapping()) {
                collect(name + ".", entry.value(), depth + 1);
            } else if (entries.put(name, entry) != null) {
                refuse(entry.key(), "the derived value '" + name + "' is there twice.", "");
            }
        });
    }

    private void refuseClashes() {
        Set<String> names = new LinkedHashSet<>(parameters());
        for (Map.Entry<String, TextNode.Entry> entry : entries.entrySet()) {
            String name = entry.getKey();
            if (!names.add(name)) {
                refuse(
                        entry.getValue().key(),
                        "a derived value must have a name of its own, but '" + name + "' is a parameter.",
                        "");
            } else if (Groups.clash(names).isPresent()) {
                String both = Groups.clash(names).orElseThrow();
                names.remove(name);
                refuse(
                        entry.getValue().key(),
                        both.equals(name)
                                ? "'" + name + "' must not be a value, as it is also a group."
                                : "'" + name + "' must not lie in a group that is also a value, '" + both + "'.",
                        "");
            }
        }
    }

    private void parse(String name, TextNode.Entry entry) {
        TextNode text = entry.value();
        if (!text.isScalar() || text.isEmpty()) {
            refuse(
                    text.isEmpty() ? entry.key() : text.place(),
                    "the derived value '" + name + "' must be an expression, but got " + text.shown() + ".",
                    "Write " + name + ": round(width * ratio).");
            return;
        }
        try {
            formulas.put(name, Formula.parse(text.written()));
        } catch (FormulaException e) {
            // YAML ends a text in braces at a comma.
            boolean cut = e.rule().startsWith("a bracket is not closed")
                    && !text.written().contains(",");
            refuse(
                    inside(text, e.position()),
                    "in '" + name + "': " + e.rule(),
                    cut ? "In a mapping in braces an expression with commas needs quotes." : e.remedy());
        }
    }

    private void refuseUnknown() {
        List<String> known = new ArrayList<>(parameters());
        known.addAll(entries.keySet());
        formulas.forEach((name, formula) -> formula.names().forEach((used, position) -> {
            if (!known.contains(used)) {
                String remedy = isChoice(used)
                        ? "A text stands in quotes: \"" + used + "\"."
                        : PythonWords.constant(used)
                                .or(() -> Nearest.to(used, known))
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("There are: " + String.join(", ", known) + ".");
                refuse(
                        inside(entries.get(name).value(), position),
                        "in '" + name + "': there is no parameter and no derived value '" + used + "'.",
                        remedy);
            }
        }));
    }

    private void refuseCircles() {
        Map<String, Formula> left = new LinkedHashMap<>(formulas);
        for (Optional<List<String>> circle = DerivedValues.circle(left);
                circle.isPresent();
                circle = DerivedValues.circle(left)) {
            List<String> names = circle.get();
            refuse(entries.get(names.get(0)).key(), DerivedValues.rule(names), "");
            names.forEach(left::remove);
        }
    }

    private boolean works(DerivedValues values) {
        Optional<UnderivableException> failure = Probes.failure(values, space);
        failure.ifPresent(e -> problems.add(
                inside(entries.get(e.name()).value(), e.mistake().position()),
                e.getMessage(),
                "Every configuration of the space must have it; if(x > 0, a, b) can keep away what has no value."));
        return failure.isEmpty();
    }

    private boolean isChoice(String text) {
        return space.parameters().stream()
                .anyMatch(parameter -> parameter instanceof ChoiceParameter choice
                        && choice.choices().contains(text));
    }

    private List<String> parameters() {
        return space.parameters().stream().map(Parameter::name).toList();
    }

    private void refuse(Place place, String rule, String remedy) {
        complete = false;
        problems.add(place, rule, remedy);
    }

    /** Place of a character of an expression, if that is written on one line and without escapes. */
    private static Place inside(TextNode text, int position) {
        Place start = text.place();
        List<String> lines = start.source().lines();
        if (start.line() < 1 || start.line() > lines.size()) {
            return start;
        }
        String line = lines.get(start.line() - 1);
        int from = start.column() - 1;
        for (int quote = 0; quote <= 1; quote++) {
            if (line.startsWith(text.written(), from + quote)) {
                return start.source().at(start.line(), start.column() + quote + position - 1);
            }
        }
        return start;
    }
}
