package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The parameters of a study, in the order in which they were declared. Immutable; safe for use by many threads. */
public final class SearchSpace {
    private final Map<String, Parameter> parameters;

    private SearchSpace(Map<String, Parameter> parameters) {
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    public Parameter parameter(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalValueException(
                    "the space has no parameter '" + name + "', only " + String.join(", ", parameters.keySet()) + ".");
        }
        return parameter;
    }

    public boolean contains(String name) {
        return parameters.containsKey(name);
    }

    /** Number of configurations; {@link Long#MAX_VALUE} if there is a continuum, or more than fit. */
    public long size() {
        long size = 1;
        for (Parameter parameter : parameters.values()) {
            long count = parameter.size();
            if (count > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            size *= count;
        }
        return size;
    }

    /** A configuration drawn at random, each parameter from its own distribution. */
    public Configuration sample(RandomGenerator random) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.values().forEach(parameter -> values.put(parameter.name(), parameter.decode(random.nextDouble())));
        return new Configuration(values);
    }

    /** The configuration in the middle of every range. */
    public Configuration middle() {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.values().forEach(parameter -> values.put(parameter.name(), parameter.decode(0.5)));
        return new Configuration(values);
    }

    /**
     * The values as a configuration of this space, in its order and in normal form.
     *
     * @throws IllegalValueException if one is missing, unknown or not legal
     */
    public Configuration check(Map<String, ?> values) {
        values.keySet().forEach(this::parameter);
        Map<String, Object> checked = new LinkedHashMap<>();
        for (Parameter parameter : parameters.values()) {
            if (!values.containsKey(parameter.name())) {
                throw new IllegalValueException("the configuration lacks a value for '" + parameter.name() + "'.");
            }
            checked.put(parameter.name(), parameter.check(values.get(parameter.name())));
        }
        return new Configuration(checked);
    }

    /** The space as the study file writes it. */
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        parameters.values().forEach(parameter -> map.put(parameter.name(), parameter.definition()));
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchSpace space
                && new ArrayList<>(parameters.values()).equals(new ArrayList<>(space.parameters.values()));
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    @Override
    public String toString() {
        return Json.text(definition());
    }

    /** Collects parameters; not safe for use by many threads. */
    public static final class Builder {
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();

        private Builder() {}

        /** @throws IllegalArgumentException if the name is taken */
        public Builder add(Parameter parameter) {
            if (parameter.name().isBlank()) {
                throw new IllegalArgumentException("a parameter must have a name, but got a blank one.");
            }
            if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException(
                        "the names of parameters must differ, but '" + parameter.name() + "' is there twice.");
            }
            return this;
        }

        public Builder uniform(String name, double low, double high) {
            return add(new FloatParameter(name, low, high, false, 0));
        }

        public Builder logUniform(String name, double low, double high) {
            return add(new FloatParameter(name, low, high, true, 0));
        }

        public Builder integer(String name, long low, long high) {
            return add(new IntegerParameter(name, low, high, false, 1));
        }

        public Builder logInteger(String name, long low, long high) {
            return add(new IntegerParameter(name, low, high, true, 1));
        }

        public Builder categorical(String name, Object... choices) {
            return add(new ChoiceParameter(name, Arrays.asList(choices), false));
        }

        public Builder ordinal(String name, Object... choices) {
            return add(new ChoiceParameter(name, Arrays.asList(choices), true));
        }

        public Builder constant(String name, Object value) {
            return add(new Constant(name, value));
        }

        /** @throws IllegalArgumentException if no parameter was added */
        public SearchSpace build() {
            if (parameters.isEmpty()) {
                throw new IllegalArgumentException("a space must have at least one parameter, but got none.");
            }
            return new SearchSpace(parameters);
        }
    }
}
