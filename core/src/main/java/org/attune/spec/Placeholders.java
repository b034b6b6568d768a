package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.attune.space.Configuration;
import org.attune.space.Groups;
import org.attune.text.Json;

/** The {@code {lr}} in the words of a command; {@code {{} and {@code }}} stand for braces. */
public final class Placeholders {
    private Placeholders() {}

    /**
     * Names in a word, in order.
     *
     * @throws IllegalArgumentException if a brace stands alone
     */
    public static List<String> names(String word) {
        List<String> names = new ArrayList<>();
        replace(word, name -> {
            names.add(name);
            return "";
        });
        return names;
    }

    /** What a word says beside its placeholders, whose names may have anything in them. */
    static String around(String word) {
        return replace(word, name -> "");
    }

    /**
     * The command line of a configuration: text as it is, any other value as JSON has it; the name of a group gives all of it. A word that needs a value that is not there, as that of a
     * parameter that is not active, is left out; if it is nothing else, so is an option before it: {@code --momentum {momentum}}.
     */
    public static List<String> fill(List<String> words, Configuration configuration) {
        Map<String, Object> known = new LinkedHashMap<>(configuration.values());
        Groups.in(configuration.values()).forEach(known::putIfAbsent);
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            List<String> names = names(word);
            if (known.keySet().containsAll(names)) {
                filled.add(replace(word, name -> written(known.get(name))));
            } else if (i > 0 && word.equals("{" + names.get(0) + "}") && isOption(words.get(i - 1))) {
                filled.remove(filled.size() - 1);
            }
        }
        return filled;
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && names(word).isEmpty();
    }

    private static String written(Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    private static String replace(String word, UnaryOperator<String> values) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '{' && c != '}') {
                result.append(c);
            } else if (word.startsWith(String.valueOf(c).repeat(2), i)) {
                result.append(c);
                i++;
            } else {
                int end = c == '{' ? word.indexOf('}', i) : -1;
                String name = end < 0 ? "" : word.substring(i + 1, end);
                if (name.isBlank() || name.contains("{")) {
                    throw new IllegalArgumentException("a '" + c + "' stands alone in the command's \"" + word + "\".");
                }
                result.append(values.apply(name));
                i = end;
            }
        }
        return result.toString();
    }
}
