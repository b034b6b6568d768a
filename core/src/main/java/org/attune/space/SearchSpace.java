package org.attune.space;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.attune.space.IllegalConfigurationException.Fault;
import org.attune.text.Json;
import org.attune.text.Nearest;

/**
 * What a study may try: parameters in the order in which they were declared, when each of them is active, and which
 * combinations are forbidden. A configuration has a value for each active parameter and for no other. Immutable; safe for use
 * by many threads.
 */
public final class SearchSpace {
    private final List<Parameter> parameters;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Clause> conditions;
    private final List<Clause> forbidden;
    private final Map<String, Object> before;
    private final List<Parameter> parentsFirst;
    private final int[] order;
    private final Compiled[] active;
    private final Compiled[] refused;

    /** Made when it is first needed; whoever makes it makes the same. */
    private volatile Sampling sampling;

    private volatile Feasibility feasibility;

    SearchSpace(
            Collection<Parameter> parameters,
            Map<String, Clause> conditions,
            List<Clause> forbidden,
            Map<String, Object> before) {
        this.parameters = List.copyOf(parameters);
        this.conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        this.forbidden = List.copyOf(forbidden);
        this.before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        this.parentsFirst = List.copyOf(Conditions.parentsFirst(this.parameters, conditions));
        for (Parameter parameter : this.parameters) {
            numbers.put(parameter.name(), numbers.size());
        }
        order = parentsFirst.stream()
                .mapToInt(parameter -> numbers.get(parameter.name()))
                .toArray();
        active = new Compiled[order.length];
        conditions.forEach((child, clause) -> active[numbers.get(child)] = compiled(clause));
        refused = forbidden.stream().map(this::compiled).toArray(Compiled[]::new);
    }

    public static SpaceBuilder builder() {
        return new SpaceBuilder();
    }

    /** In the order in which they were declared. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Parents before children: by depth in the graph of conditions, and by name within one depth. */
    public List<Parameter> parentsFirst() {
        return parentsFirst;
    }

    /** @throws IllegalValueException if there is none of that name */
    public Parameter parameter(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalValueException("the space has no parameter '" + name + "', only "
                    + String.join(", ", parameters.stream().map(Parameter::name).toList()) + ".");
        }
        return parameters.get(number);
    }

    public boolean contains(String name) {
        return numbers.containsKey(name);
    }

    /** When parameters are active; those that always are have no entry. */
    public Map<String, Clause> conditions() {
        return conditions;
    }

    /** What no configuration may be. */
    public List<Clause> forbidden() {
        return forbidden;
    }

    /** What configurations that are older than a parameter had in its place; see {@link SpaceBuilder#before}. */
    public Map<String, Object> before() {
        return before;
    }

    /** Number of configurations if nothing were conditional or forbidden; {@link Long#MAX_VALUE} if there are more, or real numbers without a step. */
    public long size() {
        long size = 1;
        for (Parameter parameter : parameters) {
            long count = parameter.size();
            if (count > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            size *= count;
        }
        return size;
    }

    /**
     * A configuration drawn at random: each active parameter from its own distribution, given that the whole is allowed.
     *
     * @throws NothingDrawnException if no allowed one is found
     */
    public Configuration sample(RandomGenerator random) {
        return sampling().draw(random);
    }

    /** The configuration of the defaults; it may be forbidden ({@link #feasibleDefault}). */
    public Configuration standard() {
        return completed(Map.of());
    }

    /**
     * The configuration of the defaults if it is allowed, else one near it: only parameters that the broken clauses tie
     * together have other values, and none of these could be put back alone.
     *
     * @param random used only where the defaults are forbidden
     * @throws NothingDrawnException if no allowed one is found
     */
    public Configuration feasibleDefault(RandomGenerator random) {
        return NearestAllowed.to(this, random);
    }

    /**
     * The configuration with the given values: those of inactive parameters are left out, active parameters without a value
     * get their default. It may be forbidden.
     *
     * @throws IllegalConfigurationException if a name is unknown or a value is not legal
     */
    public Configuration completed(Map<String, ?> given) {
        refuseUnknown(given);
        Object[] values = new Object[order.length];
        for (int i : order) {
            Parameter parameter = parameters.get(i);
            values[i] = !isActive(i, values)
                    ? Compiled.ABSENT
                    : given.containsKey(parameter.name()) ? legal(parameter, given) : parameter.standard();
        }
        return configuration(values);
    }

    /**
     * The values as a configuration of this space, in its order and in normal form.
     *
     * @throws IllegalConfigurationException if they are none, with the first rule that they break: unknown names, then illegal
     *     values, then activity, then forbidden clauses, each in the order of {@link #parentsFirst}
     */
    public Configuration check(Map<String, ?> given) {
        refuseUnknown(given);
        Object[] values = new Object[order.length];
        for (int i : order) {
            Parameter parameter = parameters.get(i);
            values[i] = given.containsKey(parameter.name()) ? legal(parameter, given) : Compiled.ABSENT;
        }
        for (int i : order) {
            boolean isSet = values[i] != Compiled.ABSENT;
            boolean isActive = isActive(i, values);
            String name = parameters.get(i).name();
            if (isActive && !isSet) {
                throw new IllegalConfigurationException(
                        Fault.ACTIVE_NOT_SET, name, "the configuration lacks a value for '" + name + "'.");
            } else if (isSet && !isActive) {
                throw new IllegalConfigurationException(
                        Fault.INACTIVE_SET,
                        name,
                        "'" + name + "' must have no value here, as it is active only when " + conditions.get(name)
                                + ", but got " + Json.plain(values[i]) + ".");
            }
        }
        for (int i = 0; i < refused.length; i++) {
            if (refused[i].holds(values)) {
                Clause clause = forbidden.get(i);
                throw new IllegalConfigurationException(
                        Fault.FORBIDDEN, clause.parameters().iterator().next(), "it is forbidden that " + clause + ".");
            }
        }
        return configuration(values);
    }

    /** Whether {@link #check} would accept the values. */
    public boolean allows(Map<String, ?> values) {
        try {
            check(values);
            return true;
        } catch (IllegalConfigurationException e) {
            return false;
        }
    }

    /** The space as the study file writes it: {@code space}, and {@code forbidden} if there is anything. */
    public Map<String, Object> definition() {
        Map<String, Object> space = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Map<String, Object> map = new LinkedHashMap<>(parameter.definition());
            if (conditions.containsKey(parameter.name())) {
                map.put("when", conditions.get(parameter.name()).definition());
            }
            if (before.containsKey(parameter.name())) {
                map.put("before", before.get(parameter.name()));
            }
            space.put(parameter.name(), map);
        }
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("space", space);
        if (!forbidden.isEmpty()) {
            definition.put(
                    "forbidden", forbidden.stream().map(Clause::definition).toList());
        }
        return definition;
    }

    Sampling sampling() {
        Sampling made = sampling;
        if (made == null) {
            made = new Sampling(this);
            sampling = made;
        }
        return made;
    }

    Feasibility feasibility() {
        Feasibility known = feasibility;
        if (known == null) {
            known = Feasibility.examined(this);
            feasibility = known;
        }
        return known;
    }

    /** Values by number, as clauses are asked about. */
    Object[] listed(Map<String, Object> values) {
        return parameters.stream()
                .map(parameter -> values.containsKey(parameter.name()) ? values.get(parameter.name()) : Compiled.ABSENT)
                .toArray();
    }

    Compiled compiled(Clause clause) {
        return Compiled.of(clause, parameters, numbers);
    }

    /** @param which numbers of parameters, parents first, whose values are set from their draws */
    void fill(Object[] values, double[] draws, int[] which) {
        for (int i : which) {
            values[i] = isActive(i, values) ? parameters.get(i).quantile(draws[i]) : Compiled.ABSENT;
        }
    }

    /** Whether it is known what configurations without a value for the parameter had in its place. */
    boolean hasBefore(Parameter parameter) {
        return before.containsKey(parameter.name()) || parameter.size() == 1;
    }

    Object before(Parameter parameter) {
        return before.containsKey(parameter.name()) ? before.get(parameter.name()) : parameter.standard();
    }

    int number(String name) {
        return numbers.get(name);
    }

    /** @param values with those of the parents filled in */
    boolean isActive(int number, Object[] values) {
        return active[number] == null || active[number].holds(values);
    }

    boolean isForbidden(Object[] values) {
        for (Compiled clause : refused) {
            if (clause.holds(values)) {
                return true;
            }
        }
        return false;
    }

    /** The forbidden clause of that number. */
    Compiled refused(int number) {
        return refused[number];
    }

    /** Numbers of the parameters, parents first. */
    int[] order() {
        return order;
    }

    Configuration configuration(Object[] values) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != Compiled.ABSENT) {
                map.put(parameters.get(i).name(), values[i]);
            }
        }
        return new Configuration(map);
    }

    private void refuseUnknown(Map<String, ?> given) {
        for (String name : given.keySet()) {
            if (!contains(name)) {
                Set<String> names = new LinkedHashSet<>();
                parameters.forEach(parameter -> names.add(parameter.name()));
                throw new IllegalConfigurationException(
                        Fault.UNKNOWN_PARAMETER,
                        name,
                        "the space has no parameter '" + name + "'" + Nearest.hint(name, names));
            }
        }
    }

    private static Object legal(Parameter parameter, Map<String, ?> given) {
        try {
            return parameter.check(given.get(parameter.name()));
        } catch (IllegalValueException e) {
            throw new IllegalConfigurationException(Fault.ILLEGAL_VALUE, parameter.name(), e.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchSpace space
                && parameters.equals(space.parameters)
                && conditions.equals(space.conditions)
                && forbidden.equals(space.forbidden)
                && before.equals(space.before);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    @Override
    public String toString() {
        return Json.text(definition());
    }
}
