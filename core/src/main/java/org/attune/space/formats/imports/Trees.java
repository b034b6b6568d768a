package org.attune.space.formats.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.attune.text.Fields;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.JsonTree;
import org.attune.text.Keys;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.YamlTree;

/** Texts as trees, and what is in them. */
final class Trees {
    /** Of keys of Attune with other tools. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "low", List.of("min", "lower"),
            "high", List.of("max", "upper"),
            "step", List.of("q"),
            "choices", List.of("values", "categories"),
            "weights", List.of("probabilities"));

    private Trees() {}

    /** @throws org.attune.text.TextException if it is no JSON */
    static TextNode json(String text, Source source) {
        return parse(JsonTree::parse, text, source);
    }

    /** @throws org.attune.text.TextException if it is no YAML */
    static TextNode yaml(String text, Source source) {
        return parse(YamlTree::parse, text, source);
    }

    /** Whether a text is JSON with a mapping that fits. */
    static boolean isJson(String text, Predicate<Map<String, TextNode.Entry>> fits) {
        return text.stripLeading().startsWith("{") && is(JsonTree::parse, text, fits);
    }

    static boolean isYaml(String text, Predicate<Map<String, TextNode.Entry>> fits) {
        return is(YamlTree::parse, text, fits);
    }

    /** The one key of a mapping that has one. */
    static Optional<String> onlyKey(TextNode node) {
        return node.isMapping() && node.entries().size() == 1
                ? Optional.of(node.entries().keySet().iterator().next())
                : Optional.empty();
    }

    static Keys keys(String ofType, List<String> keys) {
        return new Keys() {
            @Override
            public List<String> keys() {
                return keys;
            }

            @Override
            public String ofType() {
                return ofType.isEmpty() ? "" : " of " + ofType;
            }
        };
    }

    /** What a constructor that checks makes of fields, whatever they are called here. */
    static <T> Optional<T> build(Fields fields, Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalDefinitionException e) {
            String key = NAMES.getOrDefault(e.key(), List.of()).stream()
                    .filter(fields::has)
                    .findFirst()
                    .orElse(e.key());
            fields.problems().add(fields.placeOf(key), e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    private static boolean is(
            BiFunction<String, Source, TextNode> parser, String text, Predicate<Map<String, TextNode.Entry>> fits) {
        try {
            TextNode root = parser.apply(text, new Source.Named("text"));
            return root.isMapping() && fits.test(root.entries());
        } catch (Invalid e) {
            return false;
        }
    }

    private static TextNode parse(BiFunction<String, Source, TextNode> parser, String text, Source source) {
        Problems problems = new Problems();
        Optional<TextNode> root = problems.collect(() -> parser.apply(text, source));
        problems.throwIfAny();
        return root.orElseThrow();
    }
}
