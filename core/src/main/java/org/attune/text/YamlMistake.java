package org.attune.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in plain words what the YAML parser found. */
final class YamlMistake {
    private static final Pattern NOT_CLOSED = Pattern.compile("expected ',' or '(.)', but got <stream end>");
    private static final Pattern NO_TOKEN = Pattern.compile("found character '(.)' that cannot start any token.*");
    private static final Pattern ALIAS = Pattern.compile("found undefined alias (.*)");
    private static final Pattern NO_COMMA = Pattern.compile("expected ',' or '(.)', but got (.*)");
    private static final Pattern NOT_HERE = Pattern.compile("expected .*, but (?:got|found) (.*)");

    private static final Pattern LIMIT =
            Pattern.compile("The incoming YAML document exceeds the limit: (\\d+) code points.*");

    private YamlMistake() {}

    static Invalid of(YamlEngineException e, Source source) {
        if (e instanceof MarkedYamlEngineException marked) {
            return of(marked, source);
        }
        Matcher limit = LIMIT.matcher(String.valueOf(e.getMessage()));
        return limit.matches()
                ? new Invalid(
                        source.whole(), "a YAML text may have " + limit.group(1) + " characters, but it has more.", "")
                : new Invalid(source.whole(), "not YAML: " + e.getMessage(), "");
    }

    /** What the parser found: {@code <scalar>}, {@code ':'} or {@code t(116)}. */
    private static String found(String token) {
        return switch (token.replaceFirst("^'(<.*>)'$", "$1")) {
            case "<scalar>" -> "a value";
            case "<block mapping start>", "'?'", "?" -> "a key";
            case "<block sequence start>", "'-'", "-" -> "a list item";
            case "<stream end>" -> "the end of the text";
            case "<alias>" -> "an alias (*)";
            case "<anchor>" -> "an anchor (&)";
            case "<tag>" -> "a tag (!)";
            default -> token.replaceFirst("^([^'<])(\\(\\d+\\).*)?$", "'$1'");
        };
    }

    private static Invalid of(MarkedYamlEngineException e, Source source) {
        String problem = String.valueOf(e.getProblem());
        Optional<Mark> opening = e.getContextMark();
        Place here = e.getProblemMark().or(e::getContextMark).map(source::place).orElse(source.whole());
        Place from = opening.map(source::place).orElse(here);
        Matcher matcher;
        if (problem.startsWith("mapping values are not allowed")) {
            return new Invalid(
                    here,
                    "a ':' is not allowed here.",
                    "Maybe the line is indented wrongly, or the value needs quotes?");
        } else if (problem.contains("TAB")) {
            return new Invalid(here, "a tab cannot indent in YAML.", "Use spaces.");
        } else if ((matcher = NOT_CLOSED.matcher(problem)).matches()) {
            return new Invalid(
                    from, "the bracket that opens here is not closed; '" + matcher.group(1) + "' is missing.", "");
        } else if (problem.contains("unexpected end of stream")) {
            return new Invalid(from, "the quote that opens here is not closed.", "");
        } else if ((matcher = NO_TOKEN.matcher(problem)).matches()) {
            return new Invalid(here, "a value cannot begin with '" + matcher.group(1) + "'.", "Put it in quotes.");
        } else if ((matcher = ALIAS.matcher(problem)).matches()) {
            return new Invalid(
                    here, "the alias *" + matcher.group(1) + " has no anchor &" + matcher.group(1) + " before it.", "");
        } else if (problem.contains("found another document")) {
            return new Invalid(
                    here, "a study file has one document, but a second one begins here.", "Remove the '---'.");
        } else if (problem.contains("could not find expected ':'")) {
            return new Invalid(from, "a key must be followed by ':' and a space.", "");
        } else if ((matcher = NO_COMMA.matcher(problem)).matches()) {
            String found = found(matcher.group(2));
            return new Invalid(
                    here,
                    "',' or '" + matcher.group(1) + "' must come here, but got " + found + ".",
                    (found.equals("'{'") ? UnquotedBraces.quoted(here) : Optional.<String>empty())
                            .map(quoted -> "Put it in quotes: " + quoted + ".")
                            .orElse("Maybe a comma is missing?"));
        } else if ((matcher = NOT_HERE.matcher(problem)).matches()) {
            String found = found(matcher.group(1));
            return (found.startsWith("a ") ? Indentation.mistake(here) : Optional.<String>empty())
                    .map(rule -> new Invalid(here, rule, ""))
                    .orElseGet(() -> new Invalid(
                            here,
                            found + " is not allowed here.",
                            "Maybe a bracket, a comma or the indentation above is wrong?"));
        }
        return new Invalid(
                here, "not YAML: " + problem.replaceFirst("\\(\\d+\\)$", "").strip() + ".", "");
    }
}
