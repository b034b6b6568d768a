package org.attune.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.text.Invalid;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.Values;

/**
 * Times as Slurm's commands take them: {@code 90} is minutes, {@code 30:00} minutes and seconds, {@code 00:30:00}, {@code 1-12} days and hours,
 * {@code 1-12:30}, {@code 1-12:30:00}. Times with units, {@code 1h30m}, are taken too, as everywhere in a study file. Fractions of a second are rounded up.
 */
public final class SlurmTimes {
    private static final Pattern MINUTES = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");
    private static final Pattern HOURS = Pattern.compile("(\\d{1,9}):(\\d{1,9}):(\\d{1,9})");
    private static final Pattern DAYS = Pattern.compile("(\\d{1,6})-(\\d{1,9})(?::(\\d{1,9}))?(?::(\\d{1,9}))?");
    private static final Pattern UNITS = Pattern.compile("(?=.*[A-Za-z]).*");
    private static final String RULE =
            "a time as Slurm writes it (00:30:00, 1-12:00:00, 90 for minutes) or with units, such as 1h30m";

    private SlurmTimes() {}

    /**
     * A time above zero.
     *
     * @throws IllegalArgumentException if the text is none, saying how times are written
     */
    public static Duration parse(String label, String text) {
        try {
            return time(label, TextNode.of(text, new Source.Named(label).whole()));
        } catch (Invalid e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** {@code 00:30:00}, or with days {@code 1-12:00:00}; read alike by Slurm and by study files. */
    public static String write(Duration time) {
        String clock = "%02d:%02d:%02d".formatted(time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
        return time.toDays() == 0 ? clock : time.toDays() + "-" + clock;
    }

    static Duration time(String label, TextNode node) {
        String text = (node.value() instanceof Number ? node.written() : Values.text(label, node)).strip();
        Duration time = UNITS.matcher(text).matches() && node.value() instanceof String
                ? withUnits(label, node)
                : Duration.ofSeconds(seconds(label, text, node));
        if (time.isZero()) {
            throw Values.wrong(label, "a time above 0", node, "");
        }
        return time.getNano() == 0 ? time : Duration.ofSeconds(time.getSeconds() + 1);
    }

    private static Duration withUnits(String label, TextNode node) {
        try {
            return Quantities.time(label, node);
        } catch (Invalid e) {
            // What it would say of numbers holds elsewhere.
            throw Values.wrong(label, RULE, node, "");
        }
    }

    private static long seconds(String label, String text, TextNode node) {
        Matcher minutes = MINUTES.matcher(text);
        Matcher hours = HOURS.matcher(text);
        Matcher days = DAYS.matcher(text);
        if (minutes.matches()) {
            return 60 * part(minutes, 1) + part(minutes, 2);
        } else if (hours.matches()) {
            return 3_600 * part(hours, 1) + 60 * part(hours, 2) + part(hours, 3);
        } else if (days.matches()) {
            return 86_400 * part(days, 1) + 3_600 * part(days, 2) + 60 * part(days, 3) + part(days, 4);
        }
        throw Values.wrong(label, RULE, node, "");
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
