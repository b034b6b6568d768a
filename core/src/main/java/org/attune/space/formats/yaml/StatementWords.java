package org.attune.space.formats.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Comparison;
import org.attune.text.Nearest;

/** The words that say something of a parameter, and what others write for them. */
final class StatementWords {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("=", "equals"),
            Map.entry("==", "equals"),
            Map.entry("eq", "equals"),
            Map.entry("is", "equals"),
            Map.entry("!=", "not"),
            Map.entry("ne", "not"),
            Map.entry("neq", "not"),
            Map.entry("not_equals", "not"),
            Map.entry("<", "less"),
            Map.entry("lt", "less"),
            Map.entry("below", "less"),
            Map.entry("smaller", "less"),
            Map.entry("<=", "at_most"),
            Map.entry("le", "at_most"),
            Map.entry("lte", "at_most"),
            Map.entry("max", "at_most"),
            Map.entry(">", "greater"),
            Map.entry("gt", "greater"),
            Map.entry("above", "greater"),
            Map.entry("bigger", "greater"),
            Map.entry("larger", "greater"),
            Map.entry("more", "greater"),
            Map.entry(">=", "at_least"),
            Map.entry("ge", "at_least"),
            Map.entry("gte", "at_least"),
            Map.entry("min", "at_least"),
            Map.entry("one_of", "in"),
            Map.entry("any", "in"),
            Map.entry("any_of", "in"));

    private static final Map<String, String> JUNCTIONS = Map.of(
            "or", "Write any: [...], a list of statements.",
            "and", "Write all: [...], a list of statements.",
            "not", "Write it behind a parameter: {optimizer: {not: sgd}}.");

    private StatementWords() {}

    static Optional<Comparison> comparison(String word) {
        return Arrays.stream(Comparison.values())
                .filter(comparison -> comparison.key().equals(word))
                .findFirst();
    }

    /** {@code "; here it is 'greater'."} */
    static String hint(String word) {
        String other = OTHERS.get(word);
        return other == null ? Nearest.hint(word, all()) : "; here it is '" + other + "'.";
    }

    /** What to write for a word that joins statements elsewhere. */
    static Optional<String> junction(String word) {
        return Optional.ofNullable(JUNCTIONS.get(word.toLowerCase(Locale.ROOT)));
    }

    static String remedy() {
        return "Words: " + String.join(", ", all()) + ".";
    }

    private static List<String> all() {
        List<String> words = new ArrayList<>();
        Arrays.stream(Comparison.values()).map(Comparison::key).forEach(words::add);
        words.add("in");
        words.add("active");
        return words;
    }
}
