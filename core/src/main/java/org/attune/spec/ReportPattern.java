package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that finds reports in what a program prints. Each named group, {@code (?<mean_loss>...)} or {@code (?P<mean_loss>...)}, is
 * a metric; a group named {@code step} is the step. Unlike {@link Pattern}'s own, names may hold whatever a metric's name may, such as {@code val/loss}.
 * Immutable; safe for use by many threads.
 */
public final class ReportPattern {
    private static final Pattern TOKEN = Pattern.compile(
            "\\\\Q.*?(?:\\\\E|$)|\\\\k<(?<known>[^>]*)>|\\\\.|\\(\\?P=(?<same>[^)]*)\\)|\\(\\?P?<(?<name>[\\p{L}_][^>]*)>",
            Pattern.DOTALL);

    private final String regex;
    private final Pattern pattern;
    private final List<String> names;

    private ReportPattern(String regex, Pattern pattern, List<String> names) {
        this.regex = regex;
        this.pattern = pattern;
        this.names = names;
    }

    /** @throws IllegalArgumentException if it is no regular expression; the message says why, on one line */
    public static ReportPattern compile(String regex) {
        List<String> names = new ArrayList<>();
        // Java has no underscore in the names of groups, so the groups are numbered.
        String numbered =
                TOKEN.matcher(regex).replaceAll(token -> Matcher.quoteReplacement(number(token.group(), names)));
        try {
            return new ReportPattern(regex, Pattern.compile(numbered), List.copyOf(names));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    private static String number(String token, List<String> names) {
        Matcher matcher = TOKEN.matcher(token);
        matcher.matches();
        String name = matcher.group("name");
        if (name != null) {
            if (names.contains(name)) {
                throw new IllegalArgumentException("two groups are named " + name);
            }
            names.add(name);
            return "(?<g" + (names.size() - 1) + ">";
        }
        String known = matcher.group("known") == null ? matcher.group("same") : matcher.group("known");
        return known == null ? token : "\\k<g" + names.indexOf(known) + ">";
    }

    /** Names of the groups, {@code step} aside, in order. */
    public List<String> metrics() {
        return names.stream().filter(name -> !name.equals("step")).toList();
    }

    /** What the groups caught in a line, {@code step} included, if the expression is found anywhere in it. */
    public Optional<Map<String, String>> find(String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> caught = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String text = matcher.group("g" + i);
            if (text != null) {
                caught.put(names.get(i), text);
            }
        }
        return Optional.of(caught);
    }

    /** The expression as it was given. */
    @Override
    public String toString() {
        return regex;
    }
}
