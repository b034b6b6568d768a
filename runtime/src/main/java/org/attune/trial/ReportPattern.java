package org.attune.trial;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression whose named groups are metrics. Unlike Java's own, the names may hold anything that a metric's name may, such as {@code
 * mean_loss} or {@code val/loss}, and may be written as in Python, {@code (?P<name>...)}. Immutable.
 */
public final class ReportPattern {
    // A long line costs a regular expression too much.
    private static final int LONGEST = 10_000;
    private static final Pattern NAME = Pattern.compile("\\(\\?P?<([\\p{L}_][^>]*)>");

    private final Pattern pattern;
    private final Map<String, String> groups = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if it is no regular expression, or names no group */
    public ReportPattern(String expression) {
        try {
            pattern = Pattern.compile(rename(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "report must be a regular expression, but '" + expression + "' is not: " + e.getDescription() + ".",
                    e);
        }
        if (groups.isEmpty() || (groups.size() == 1 && groups.containsKey("step"))) {
            throw new IllegalArgumentException("report must name a group for each metric, but got '" + expression
                    + "'. Write for example 'loss (?<loss>\\S+)'.");
        }
    }

    /** The report in a line, if the expression is found there. */
    public Optional<RawReport> find(String line) throws UnreadableReport {
        Matcher matcher = pattern.matcher(line.length() <= LONGEST ? line : line.substring(0, LONGEST));
        try {
            if (!matcher.find()) {
                return Optional.empty();
            }
        } catch (StackOverflowError e) {
            return Optional.empty();
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (Map.Entry<String, String> group : groups.entrySet()) {
            String text = matcher.group(group.getValue());
            if (text != null) {
                metrics.put(group.getKey(), number(text));
            }
        }
        Object step = metrics.remove("step");
        return Optional.of(RawReport.of(OptionalLong.empty(), step, metrics, null));
    }

    private String rename(String expression) {
        StringBuilder renamed = new StringBuilder();
        Matcher name = NAME.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (expression.charAt(at) == '\\' && at + 1 < expression.length()) {
                renamed.append(expression, at, at + 2);
                at += 2;
            } else if (name.region(at, expression.length()).lookingAt()) {
                String group = "g" + groups.size();
                if (groups.put(name.group(1), group) != null) {
                    throw new IllegalArgumentException(
                            "report names the group '" + name.group(1) + "' twice: '" + expression + "'.");
                }
                renamed.append("(?<").append(group).append('>');
                at = name.end();
            } else {
                renamed.append(expression.charAt(at++));
            }
        }
        return renamed.toString();
    }

    /** The number, or the text itself if it is none. */
    private static Object number(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan", "+nan":
                return Double.NaN;
            case "inf", "+inf", "infinity", "+infinity":
                return Double.POSITIVE_INFINITY;
            case "-inf", "-infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                break;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
