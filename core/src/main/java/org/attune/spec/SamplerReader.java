package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Encoding;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Fields;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.Kinds;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code sampler}. The rules that need the space are left out if the space is wrong itself. */
final class SamplerReader {
    private final Optional<SearchSpace> space;

    private SamplerReader(Optional<SearchSpace> space) {
        this.space = space;
    }

    static Optional<SamplerSpec> read(TextNode node, Optional<SearchSpace> space, Problems problems) {
        SamplerReader reader = new SamplerReader(space);
        return new Kinds<SamplerSpec>(
                        List.of(
                                new Kinds.Kind<>("grid", Section.GRID, reader::grid),
                                new Kinds.Kind<>(
                                        "random", Section.RANDOM, fields -> Optional.of(new SamplerSpec.Random())),
                                new Kinds.Kind<>("bohb", Section.BOHB, reader::bohb)),
                        true,
                        Map.of())
                .read("sampler", node, problems);
    }

    private Optional<SamplerSpec> grid(Fields fields) {
        int levels = fields.count("levels", 1).orElse(0);
        Map<String, Integer> levelsOf = fields.read("levels_of", this::levelsOf).orElse(Map.of());
        space.ifPresent(known -> known.parameters().stream()
                .filter(parameter -> parameter.size() == Long.MAX_VALUE
                        && !fields.has("levels")
                        && !fields.has("levels_of", parameter.name()))
                .forEach(parameter -> fields.problems()
                        .add(
                                fields.place(),
                                "a grid over the continuum '" + parameter.name() + "' must have levels.",
                                "Write sampler: {type: grid, levels: 5}, or levels_of: {" + parameter.name()
                                        + ": 5}.")));
        SamplerSpec.Grid grid = new SamplerSpec.Grid(levels, levelsOf);
        space.ifPresent(known -> mustHaveCombinations(grid, known, fields));
        return Optional.of(grid);
    }

    private static void mustHaveCombinations(SamplerSpec.Grid grid, SearchSpace space, Fields fields) {
        try {
            grid.over(space);
        } catch (IllegalDefinitionException e) {
            fields.problems().add(fields.place(), e.rule(), e.remedy());
        } catch (IllegalArgumentException e) {
            // Levels that do not suit the space were found above, each at its place.
        }
    }

    private Map<String, Integer> levelsOf(String label, TextNode node) {
        if (!node.isMapping()) {
            throw Values.wrong(label, "a mapping of parameters to numbers", node, "Write levels_of: {lr: 5}.");
        }
        Map<String, Integer> levels = new LinkedHashMap<>();
        node.entries().forEach((name, entry) -> {
            space.ifPresent(known -> checkRange(known, name, entry.key()));
            levels.put(name, Values.count(1).read("'" + name + "' of 'levels_of'", entry.value()));
        });
        return levels;
    }

    private static void checkRange(SearchSpace space, String name, Place place) {
        List<String> ranges = space.parameters().stream()
                .filter(NumberParameter.class::isInstance)
                .map(Parameter::name)
                .toList();
        if (!ranges.contains(name)) {
            throw new Invalid(
                    place,
                    "'levels_of' is for ranges of numbers in the space, but got '" + name + "'"
                            + Nearest.hint(name, ranges),
                    "Ranges: " + (ranges.isEmpty() ? "none" : String.join(", ", ranges)) + ".");
        }
    }

    private Optional<SamplerSpec> bohb(Fields fields) {
        SamplerSpec.Bohb standard = SamplerSpec.Bohb.standard();
        OptionalInt minPoints = fields.count("min_points", 1);
        // With conditions, how many parameters are active at once shows in the results.
        space.filter(known -> known.conditions().isEmpty())
                .map(known -> new Encoding(known).width() + 1)
                .filter(least -> minPoints.orElse(least) < least)
                .ifPresent(least -> fields.problems()
                        .add(
                                fields.placeOf("min_points"),
                                "'min_points' of 'sampler' must be more than the number of parameters, " + (least - 1)
                                        + ", but got " + minPoints.getAsInt() + ".",
                                "Leave it out for " + least + "."));
        return Optional.of(new SamplerSpec.Bohb(
                minPoints,
                fields.read("top_percent", Values.number("above 0 and below 100", x -> x > 0 && x < 100))
                        .orElse(standard.topPercent()),
                fields.read("random_share", Values.number("from 0 to 1", x -> x >= 0 && x <= 1))
                        .orElse(standard.randomShare()),
                fields.count("candidates", 1).orElse(standard.candidates()),
                fields.read("bandwidth_factor", Values.number("a number above 0", x -> x > 0))
                        .orElse(standard.bandwidthFactor()),
                fields.read("min_bandwidth", Values.number("a number above 0", x -> x > 0))
                        .orElse(standard.minBandwidth())));
    }
}
