package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.attune.space.Clause;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;

/** Makes a space of lines, in whatever order they are. */
final class PcsReader {
    /** More would not help anyone, and junk has no end of them. */
    private static final int MOST_PROBLEMS = 50;

    private static final Pattern HEADING = Pattern.compile("(?i)(conditionals?|conditions|forbidden)\\s*:");
    private static final Pattern QUANTISED = Pattern.compile("Q[0-9]+_.+");

    private record Condition(Word child, Clause clause) {}

    private record Forbidden(Place place, Clause clause) {}

    private final Dialect dialect;
    private final Source source;
    private final Problems problems = new Problems();
    private int failures;

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Forbidden> forbidden = new ArrayList<>();

    PcsReader(Dialect dialect, Source source) {
        this.dialect = dialect;
        this.source = source;
    }

    SpaceDocument read() {
        List<Line> conditional = new ArrayList<>();
        List<Line> clauses = new ArrayList<>();
        int number = 0;
        for (String text : source.lines()) {
            Line line = new Line(source, ++number, text);
            if (line.isEmpty() || HEADING.matcher(line.text()).matches()) {
                continue;
            } else if (line.text().startsWith("{")) {
                clauses.add(line);
            } else if (line.contains('|')) {
                conditional.add(line);
            } else if (failures < MOST_PROBLEMS) {
                parameter(line);
            }
        }
        conditions(conditional);
        PcsClauses reader = new PcsClauses(parameters, Set.of());
        clauses.forEach(line -> tryTo(line, () -> forbidden.add(new Forbidden(line.place(), reader.forbidden(line)))));
        problems.throwIfAny();
        return new SpaceDocument(build(), Optional.empty(), notes());
    }

    private void parameter(Line line) {
        Optional<Word> name = problems.collect(() -> line.word("the name of a parameter"));
        name.ifPresentOrElse(
                word -> {
                    Optional<Parameter> parameter =
                            problems.collect(() -> declared(word, new PcsParameters(dialect).read(word, line)));
                    parameter.ifPresentOrElse(
                            each -> parameters.put(word.text(), each), () -> unreadable.add(word.text()));
                    failures += parameter.isPresent() ? 0 : 1;
                },
                () -> failures++);
    }

    private Parameter declared(Word name, Parameter parameter) {
        Place before = places.putIfAbsent(name.text(), name.place());
        if (before != null) {
            throw new Invalid(
                    name.place(),
                    "the names of parameters must differ, but '" + name.text() + "' is there twice, first at line "
                            + before.line() + ".",
                    "");
        } else if (name.text().isBlank()) {
            throw new Invalid(name.place(), "a parameter must have a name, but got a blank one.", "");
        }
        return parameter;
    }

    private void conditions(List<Line> lines) {
        Map<Line, Word> children = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Line line : lines) {
            tryTo(line, () -> {
                Word child = line.word("the name of a parameter");
                line.require("|", "after the name of the conditional parameter", "");
                if (!parameters.containsKey(child.text())) {
                    throw PcsClauses.unknown(child, parameters);
                }
                children.put(line, child);
                names.add(child.text());
            });
        }
        PcsClauses reader = new PcsClauses(parameters, names);
        children.forEach((line, child) ->
                tryTo(line, () -> conditions.add(new Condition(child, reader.condition(line)))));
    }

    /** Leaves out lines about parameters that could not be read, as what is wrong with these is told already. */
    private void tryTo(Line line, Runnable read) {
        if (failures >= MOST_PROBLEMS || unreadable.stream().anyMatch(line.text()::contains)) {
            return;
        }
        try {
            read.run();
        } catch (Invalid invalid) {
            problems.add(invalid);
            failures++;
        }
    }

    private SearchSpace build() {
        if (parameters.isEmpty()) {
            problems.add(source.at(1, 1), "a space must have at least one parameter, but the text has none.", "");
        } else {
            try {
                return build(conditions.size(), forbidden);
            } catch (IllegalDefinitionException e) {
                problems.add(placeOf(e.key()), e.rule(), e.remedy());
            }
        }
        problems.throwIfAny();
        throw new AssertionError();
    }

    /** The space with the first conditions only. */
    private SearchSpace build(int count, List<Forbidden> clauses) {
        SpaceBuilder builder = SearchSpace.builder();
        parameters.values().forEach(builder::add);
        conditions
                .subList(0, count)
                .forEach(condition -> builder.when(condition.child().text(), condition.clause()));
        clauses.forEach(each -> builder.forbid(each.clause()));
        return builder.build();
    }

    /** @param key of the definition at fault */
    private Place placeOf(String key) {
        return switch (key) {
            case "when" -> culprit();
            case "forbidden" -> forbidden.get(0).place();
            default -> source.at(1, 1);
        };
    }

    /** The condition that closes a circle: the last of the fewest first ones with which there is one. */
    private Place culprit() {
        int without = 0;
        int with = conditions.size();
        while (with - without > 1) {
            int middle = (without + with) / 2;
            try {
                build(middle, List.of());
                without = middle;
            } catch (IllegalDefinitionException e) {
                with = middle;
            }
        }
        return conditions.get(with - 1).child().place();
    }

    private List<String> notes() {
        return parameters.keySet().stream()
                .filter(name -> QUANTISED.matcher(name).matches())
                .map(
                        name -> "'" + name
                                + "' is named as ConfigSpace 0.x names a parameter that had a step (q) when it writes PCS, which has none.")
                .toList();
    }
}
