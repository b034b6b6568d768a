package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.attune.space.IllegalConfigurationException.Fault;

/**
 * What configurations of other spaces are in this one, for a study whose space has changed. Immutable.
 *
 * <p>Values of parameters that are gone, or not active any more, are dropped. A parameter that the configuration has no value for gets the one that the space says was in
 * force {@link SpaceBuilder#before before} it; one that has a single value gets that. What comes out must be a configuration of the space like any other.
 *
 * <pre>
 * space: lr in [1e-4, 1], momentum in [0, 0.99], before: 0.9
 * {lr: 0.01}              -> {lr: 0.01, momentum: 0.9}
 * {lr: 0.01, layers: 3}   -> {lr: 0.01, momentum: 0.9}
 * {lr: 2}                 -> none
 * </pre>
 */
public final class Translation {
    private final SearchSpace space;

    public Translation(SearchSpace space) {
        this.space = space;
    }

    /** The configuration as it stands in this space; empty if it makes no sense in it. */
    public Optional<Configuration> of(Configuration other) {
        try {
            return Optional.of(check(other));
        } catch (IllegalConfigurationException e) {
            return Optional.empty();
        }
    }

    /**
     * {@link #of}, or why there is none.
     *
     * @throws IllegalConfigurationException with the first rule that is broken
     */
    public Configuration check(Configuration other) {
        Object[] values = new Object[space.parameters().size()];
        Map<String, Object> translated = new LinkedHashMap<>();
        for (int i : space.order()) {
            Parameter parameter = space.parameters().get(i);
            values[i] = Compiled.ABSENT;
            if (space.isActive(i, values)) {
                values[i] = value(parameter, other);
                translated.put(parameter.name(), values[i]);
            }
        }
        return space.check(translated);
    }

    /**
     * The configuration with which a trial of another space goes on: all that it had, legal here or not, and the values from {@link SpaceBuilder#before before} of the
     * parameters that are active and new to it.
     */
    public Configuration completed(Configuration other) {
        Object[] values = new Object[space.parameters().size()];
        Map<String, Object> added = new LinkedHashMap<>();
        for (int i : space.order()) {
            Parameter parameter = space.parameters().get(i);
            values[i] = Compiled.ABSENT;
            if (other.values().containsKey(parameter.name())) {
                values[i] = legalOrAbsent(parameter, other);
            } else if (space.isActive(i, values) && space.hasBefore(parameter)) {
                values[i] = space.before(parameter);
                added.put(parameter.name(), values[i]);
            }
        }
        return added.isEmpty() ? other : other.with(added);
    }

    private Object value(Parameter parameter, Configuration other) {
        String name = parameter.name();
        if (other.values().containsKey(name)) {
            try {
                return parameter.check(other.get(name));
            } catch (IllegalValueException e) {
                throw new IllegalConfigurationException(Fault.ILLEGAL_VALUE, name, e.getMessage());
            }
        } else if (space.hasBefore(parameter)) {
            return space.before(parameter);
        }
        throw new IllegalConfigurationException(
                Fault.ACTIVE_NOT_SET, name, "the configuration lacks a value for '" + name + "'.");
    }

    private static Object legalOrAbsent(Parameter parameter, Configuration other) {
        try {
            return parameter.check(other.get(parameter.name()));
        } catch (IllegalValueException e) {
            return Compiled.ABSENT;
        }
    }
}
