package org.attune.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** What the parser says of a text that is not JSON, in words for those who wrote it. */
final class JsonMistake {
    private static final Pattern CHARACTER =
            Pattern.compile("Unexpected character \\(('.*?') \\(code (\\d+).*?\\)\\)(?: in|:) ?(.*)", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("Illegal.*CTRL-CHAR, code (\\d+).*", Pattern.DOTALL);
    private static final Pattern CLOSING = Pattern.compile("Unexpected close marker ('.').*", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '(.*?)'.*", Pattern.DOTALL);
    private static final int SHOWN = 40;

    private JsonMistake() {}

    static Invalid of(JacksonException e, String text, Source source) {
        Place place = place(e.getLocation(), source);
        String said = e.getOriginalMessage();
        Matcher matcher;
        if (said.startsWith("Unexpected end-of-input")) {
            return new Invalid(
                    end(text, source), "the file ends in the middle of its JSON.", "Maybe it was not copied in full?");
        } else if (e instanceof StreamConstraintsException) {
            return new Invalid(place, "a number, text or key here is longer than any parameter needs.", "");
        } else if ((matcher = CHARACTER.matcher(said)).matches()) {
            return unexpected(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3), place);
        } else if ((matcher = TOKEN.matcher(said)).matches()) {
            return new Invalid(
                    place, "not JSON: '" + cut(matcher.group(1)) + "' is no value.", "Texts are in double quotes.");
        } else if ((matcher = CONTROL.matcher(said)).matches()) {
            return new Invalid(
                    place,
                    String.format("not JSON: it has the character U+%04X here.", Integer.parseInt(matcher.group(1))),
                    "");
        } else if ((matcher = CLOSING.matcher(said)).matches()) {
            return new Invalid(place, "not JSON: " + matcher.group(1) + " closes nothing that is open here.", "");
        }
        return new Invalid(place, "not JSON: " + cut(said.lines().findFirst().orElse("")) + ".", "");
    }

    private static Invalid unexpected(String shown, int code, String expected, Place place) {
        String found = code < ' ' ? String.format("the character U+%04X", code) : shown;
        if (expected.contains("numeric") || expected.contains("digit")) {
            return new Invalid(place, "not JSON: a digit must come here, but got " + found + ".", "");
        } else if (expected.contains("comma")) {
            return new Invalid(
                    place, "not JSON: a comma or a closing bracket must come here, but got " + found + ".", "");
        } else if (expected.contains("colon")) {
            return new Invalid(place, "not JSON: a ':' must come here, but got " + found + ".", "");
        } else if (expected.contains("double-quote to start")) {
            return new Invalid(
                    place,
                    "not JSON: a key in double quotes must come here, but got " + found + ".",
                    code == '}' ? "Maybe the comma before it is too much?" : "");
        }
        return new Invalid(
                place,
                "not JSON: a value must come here, but got " + found + ".",
                code == '\'' ? "Texts are in double quotes." : "");
    }

    private static Place place(TokenStreamLocation location, Source source) {
        return location == null ? source.whole() : source.at(location.getLineNr(), location.getColumnNr());
    }

    private static Place end(String text, Source source) {
        String[] lines = text.stripTrailing().split("\r\n|\r|\n", -1);
        return source.at(lines.length, lines[lines.length - 1].length() + 1);
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
