package org.attune.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects everything that is wrong, so that one look at the file mends all of it. */
public final class Problems {
    /** Of a message; a text of megabytes may be one name. */
    private static final int LONGEST = 2000;

    private record Problem(Place place, String rule, String remedy) {}

    private final List<Problem> problems = new ArrayList<>();

    public void add(Place place, String rule, String remedy) {
        problems.add(new Problem(place, rule, remedy));
    }

    public void add(Invalid invalid) {
        add(invalid.place(), invalid.rule(), invalid.remedy());
    }

    /** How many there are so far. */
    public int count() {
        return problems.size();
    }

    /** The value, or empty with the problem noted. */
    public <T> Optional<T> collect(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (Invalid invalid) {
            add(invalid);
            return Optional.empty();
        }
    }

    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new TextException(problems.stream()
                    .sorted(Comparator.comparing(Problem::place))
                    .map(problem -> new TextError(
                            problem.place().where(),
                            problem.place().line(),
                            problem.place().column(),
                            shortened(problem.rule()),
                            shortened(problem.remedy()),
                            problem.place().excerpt()))
                    .distinct()
                    .toList());
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " ... " + text.substring(text.length() - LONGEST / 2);
    }
}
