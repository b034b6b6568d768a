package org.attune.space.record;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Json;

/**
 * A component that is a parameter.
 *
 * @param name of the parameter, with those of the groups that it is in
 * @param where what messages call it
 */
record Leaf(String name, String where, RecordComponent component, Kind kind) implements Part {

    static Leaf of(String name, String where, RecordComponent component, Kind kind) {
        if (!kind.isKnown()) {
            throw new IllegalArgumentException(where + ": a component must be " + Kind.ALL + ", but got "
                    + component.getGenericType().getTypeName() + ".");
        }
        return new Leaf(name, where, component, kind);
    }

    @Override
    public Stream<Leaf> leaves() {
        return Stream.of(this);
    }

    @Override
    public Object read(Map<String, Object> configuration) {
        return configuration.containsKey(name) ? kind.read(name, configuration.get(name)) : null;
    }

    @Override
    public void write(Object held, Map<String, Object> configuration) {
        configuration.put(name, kind.write(held));
    }

    Parameter parameter() {
        List<Class<? extends Annotation>> given = Stream.of(Range.class, Choices.class, Fixed.class)
                .filter(component::isAnnotationPresent)
                .collect(Collectors.toList());
        if (given.size() > 1) {
            throw wrong("must be one of a range, choices and fixed, but got " + names(given) + ".");
        } else if (given.isEmpty() && kind.own().isEmpty()) {
            throw wrong(
                    kind.isNumber()
                            ? "a number needs @Range(low = ..., high = ...), @Choices or @Fixed, but has none."
                            : "a text needs @Choices({...}) or @Fixed, but has none.");
        }
        boolean range = component.isAnnotationPresent(Range.class);
        boolean fixed = component.isAnnotationPresent(Fixed.class);
        if (!range) {
            refuse("are for a range", List.of(Normal.class, Beta.class));
        }
        if (range || fixed) {
            refuse("are for choices", List.of(Ordinal.class, Weights.class));
        }
        if (fixed) {
            refuse("are not for what is fixed", List.of(Default.class));
            return new Constant(
                    name, parse("@Fixed", component.getAnnotation(Fixed.class).value()));
        }
        return range ? range(component.getAnnotation(Range.class)) : choice();
    }

    /** The value of an annotation's text. */
    Object parse(String annotation, String text) {
        return kind.parse(where + ": " + annotation, text);
    }

    private Parameter range(Range range) {
        if (!kind.isNumber()) {
            throw wrong("@Range is for numbers, but the component is " + kind.name() + ". Maybe @Choices is meant?");
        }
        Optional<Object> standard = standard();
        Optional<Prior> prior = prior();
        if (!kind.isWhole()) {
            return new FloatParameter(
                    name,
                    range.low(),
                    range.high(),
                    range.log(),
                    range.step(),
                    prior,
                    standard.map(Double.class::cast));
        }
        long step = range.step() == 0 ? 1 : whole("step", range.step());
        return new IntegerParameter(
                name,
                whole("low", range.low()),
                whole("high", range.high()),
                range.log(),
                step,
                prior,
                standard.map(Long.class::cast));
    }

    private long whole(String key, double number) {
        boolean fits = number == Math.rint(number) && (kind.type() == long.class || number == (int) number);
        if (!fits) {
            throw wrong(key + " must be a whole number that " + kind.name() + " holds, but got " + number + ".");
        }
        return (long) number;
    }

    private Optional<Prior> prior() {
        Normal normal = component.getAnnotation(Normal.class);
        Beta beta = component.getAnnotation(Beta.class);
        if (normal != null && beta != null) {
            throw wrong("must have one prior, but got @Normal and @Beta.");
        } else if (normal != null) {
            return Optional.of(new Prior.Normal(normal.mean(), normal.deviation()));
        }
        return Optional.ofNullable(beta).map(shape -> new Prior.Beta(shape.alpha(), shape.beta()));
    }

    private Parameter choice() {
        List<Object> choices = new ArrayList<>(kind.own());
        if (component.isAnnotationPresent(Choices.class)) {
            choices.clear();
            for (String text : component.getAnnotation(Choices.class).value()) {
                choices.add(parse("@Choices", text));
            }
        }
        List<Double> weights = component.isAnnotationPresent(Weights.class)
                ? Arrays.stream(component.getAnnotation(Weights.class).value())
                        .boxed()
                        .toList()
                : List.of();
        OptionalInt standard = OptionalInt.empty();
        if (standard().isPresent()) {
            int index = choices.indexOf(standard().get());
            if (index < 0) {
                throw wrong("the default of '" + name + "' must be one of " + Json.plain(choices) + ", but got "
                        + Json.plain(standard().get()) + ".");
            }
            standard = OptionalInt.of(index);
        }
        return new ChoiceParameter(name, choices, component.isAnnotationPresent(Ordinal.class), weights, standard);
    }

    private Optional<Object> standard() {
        return Optional.ofNullable(component.getAnnotation(Default.class))
                .map(given -> parse("@Default", given.value()));
    }

    private void refuse(String rule, List<Class<? extends Annotation>> annotations) {
        List<Class<? extends Annotation>> given =
                annotations.stream().filter(component::isAnnotationPresent).collect(Collectors.toList());
        if (!given.isEmpty()) {
            throw wrong(names(annotations) + " " + rule + ", but got " + names(given) + ".");
        }
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(where + ": " + rule);
    }

    private static String names(List<Class<? extends Annotation>> annotations) {
        return annotations.stream()
                .map(annotation -> "@" + annotation.getSimpleName())
                .collect(Collectors.joining(" and "));
    }
}
