package org.attune.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a line of YAML is indented, and the key or the dash that it begins with, if it does. */
record Indentation(int width, Optional<String> beginning) {
    private static final Pattern LINE =
            Pattern.compile("( *)(?:(?<dash>-)(?: .*)?|(?<key>[^\\s#:]+) *:(?: .*)?|[^\\s#].*)");

    /** What is wrong with a line that cannot begin where it does; empty if that is not its indentation. */
    static Optional<String> mistake(Place place) {
        List<String> lines = place.source().lines();
        if (place.line() < 2 || place.line() > lines.size()) {
            return Optional.empty();
        }
        return of(lines.get(place.line() - 1))
                .filter(line -> line.width == place.column() - 1)
                .flatMap(line -> line.mistake(lines.subList(0, place.line() - 1)));
    }

    private static Optional<Indentation> of(String line) {
        Matcher matcher = LINE.matcher(line.stripTrailing());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<String> key =
                Optional.ofNullable(matcher.group("key")).map(name -> "'" + name.replaceAll("[\"']", "") + "'");
        Optional<String> dash = Optional.ofNullable(matcher.group("dash")).map(sign -> "the list item");
        return Optional.of(new Indentation(matcher.group(1).length(), key.or(() -> dash)));
    }

    private Optional<String> mistake(List<String> before) {
        Indentation nearest = null;
        for (int i = before.size() - 1; i >= 0; i--) {
            Optional<Indentation> line = of(before.get(i));
            if (line.isEmpty()) {
                continue;
            }
            Indentation above = line.get();
            if (above.width == width) {
                return Optional.empty();
            }
            if (above.beginning.isPresent() && (nearest == null || above.isNearer(nearest, this))) {
                nearest = above;
            }
            if (above.width < width) {
                break;
            }
        }
        return Optional.of(
                beginning.isPresent() && nearest != null
                        ? comparedWith(nearest)
                        : "the indentation of this line does not match the lines above.");
    }

    /** Of two as near it is the outer one, but for the outermost, under which indented lines do not stand. */
    private boolean isNearer(Indentation than, Indentation to) {
        int difference = distance(to) - than.distance(to);
        return difference < 0 || (difference == 0 && width > 0);
    }

    private int distance(Indentation other) {
        return Math.abs(width - other.width);
    }

    private String comparedWith(Indentation above) {
        String other = above.beginning.orElseThrow();
        String named = other.startsWith("'") ? "the key before it, " + other + "," : other + " before it";
        return beginning.orElseThrow() + " is indented by " + width + ", but " + named + " by " + above.width + ".";
    }
}
