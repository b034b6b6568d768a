package org.attune.space.formats.pcs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.Json;
import org.attune.text.Nearest;
import org.attune.text.Place;

/** The lines that declare parameters. */
record PcsParameters(Dialect dialect) {
    private static final List<String> TYPES = List.of("categorical", "ordinal", "real", "integer");

    /** What stands in brackets, and where. */
    private record Range(Word low, Word high, Word start, String flags, Place flagsPlace) {}

    Parameter read(Word name, Line line) {
        if (dialect == Dialect.OLD) {
            if (line.takes("{")) {
                return choice(name, false, line);
            }
            Range range = range(name, line);
            return number(
                    name, range, range.flags().contains("i"), range.flags().contains("l"));
        }
        Word type = line.word("the type of '" + name.text() + "' (" + String.join(", ", TYPES) + ")");
        if (!TYPES.contains(type.text())) {
            throw new Invalid(
                    type.place(),
                    "unknown type '" + type.text() + "' of '" + name.text() + "'" + Nearest.hint(type.text(), TYPES),
                    "Types: " + String.join(", ", TYPES) + ".");
        } else if (type.text().equals("categorical") || type.text().equals("ordinal")) {
            line.require("{", "after the type of '" + name.text() + "'", "");
            return choice(name, type.text().equals("ordinal"), line);
        }
        Range range = range(name, line);
        return number(name, range, type.text().equals("integer"), !range.flags().isEmpty());
    }

    private Parameter choice(Word name, boolean ordered, Line line) {
        Place place = line.place();
        List<Object> choices = new ArrayList<>();
        do {
            choices.add(PcsValues.value(line.word("a choice of '" + name.text() + "'")));
        } while (line.takes(","));
        line.require("}", "after the choices of '" + name.text() + "'", "");
        Word start = start(name, line);
        line.requireEnd("after the default of '" + name.text() + "'");
        int index = choices.indexOf(PcsValues.value(start));
        if (index < 0) {
            throw new Invalid(
                    start.place(),
                    "the default of '" + name.text() + "' must be one of " + Json.plain(choices) + ", but got "
                            + Json.plain(PcsValues.value(start)) + ".",
                    "");
        }
        return build(
                place,
                () -> !ordered && choices.size() == 1
                        ? new Constant(name.text(), choices.get(0))
                        : new ChoiceParameter(name.text(), choices, ordered, List.of(), OptionalInt.of(index)));
    }

    private Range range(Word name, Line line) {
        line.require(
                "[",
                "after " + (dialect == Dialect.OLD ? "the name of '" : "the type of '") + name.text() + "'",
                dialect == Dialect.OLD
                        ? "Of choices write " + name.text() + " {a, b} [a]; is the file in new PCS?"
                        : "");
        Word low = line.word("the lower bound of '" + name.text() + "'");
        line.require(",", "between the bounds of '" + name.text() + "'", "");
        Word high = line.word("the upper bound of '" + name.text() + "'");
        line.require("]", "after the bounds of '" + name.text() + "'", "");
        Word start = start(name, line);
        Place place = line.place();
        String flags = line.isAtEnd() ? "" : line.word("a flag").text();
        line.requireEnd("after the flags of '" + name.text() + "'");
        boolean known = dialect == Dialect.OLD
                ? List.of("", "i", "l", "il", "li").contains(flags)
                : List.of("", "log").contains(flags);
        if (!known) {
            throw new Invalid(
                    place,
                    "unknown flag '" + flags + "' of '" + name.text() + "'.",
                    dialect == Dialect.OLD
                            ? "Flags: i (whole numbers), l (logarithmic), il."
                            : "The only flag is log.");
        }
        return new Range(low, high, start, flags, place);
    }

    private static Word start(Word name, Line line) {
        line.require("[", "before the default of '" + name.text() + "'", "The format asks for a default.");
        Word start = line.word("the default of '" + name.text() + "'");
        line.require("]", "after the default of '" + name.text() + "'", "");
        return start;
    }

    private static Parameter number(Word name, Range range, boolean whole, boolean log) {
        return whole ? integer(name, range, log) : real(name, range, log);
    }

    private static Parameter integer(Word name, Range range, boolean log) {
        long low = whole(range.low());
        long high = whole(range.high());
        long start = whole(range.start());
        return build(
                range,
                () -> new IntegerParameter(name.text(), low, high, log, 1, Optional.empty(), Optional.of(start)));
    }

    private static Parameter real(Word name, Range range, boolean log) {
        double low = number(range.low()).doubleValue();
        double high = number(range.high()).doubleValue();
        double start = number(range.start()).doubleValue();
        FloatParameter plain = build(range, () -> new FloatParameter(name.text(), low, high, log, 0));
        return start == PcsDefaults.written(plain)
                ? plain
                : build(
                        range,
                        () -> new FloatParameter(name.text(), low, high, log, 0, Optional.empty(), Optional.of(start)));
    }

    static BigDecimal number(Word word) {
        try {
            BigDecimal number = new BigDecimal(word.text());
            if (Double.isFinite(number.doubleValue())) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Invalid(word.place(), "a number must stand here, but got " + Json.text(word.text()) + ".", "");
    }

    static long whole(Word word) {
        BigDecimal number = number(word);
        // Before longValueExact, which writes 1e300 out.
        if (Math.abs(number.doubleValue()) < 1e18 && Math.rint(number.doubleValue()) == number.doubleValue()) {
            return number.longValue();
        }
        throw new Invalid(
                word.place(),
                "a whole number must stand here, but got " + word.text().toLowerCase(Locale.ROOT) + ".",
                "");
    }

    private static <T> T build(Range range, Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalDefinitionException e) {
            Word word = e.key().equals("default") ? range.start() : e.key().equals("high") ? range.high() : range.low();
            throw new Invalid(word.place(), e.rule(), e.remedy());
        }
    }

    private static Parameter build(Place place, Supplier<Parameter> constructor) {
        try {
            return constructor.get();
        } catch (IllegalDefinitionException e) {
            throw new Invalid(place, e.rule(), e.remedy());
        }
    }
}
