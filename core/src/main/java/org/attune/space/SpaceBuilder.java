package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;

/**
 * Makes a {@link SearchSpace}. Methods without a name apply to the parameter that was added last. Not safe for use by several
 * threads.
 *
 * <pre>
 * SearchSpace.builder()
 *         .categorical("optimizer", "adam", "sgd").weights(2, 1)
 *         .uniform("momentum", 0, 0.99).when(Clause.equal("optimizer", "sgd"))
 *         .logUniform("lr", 1e-4, 1).prior(new Prior.Normal(1e-3, 1)).defaultValue(1e-3)
 *         .forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.greater("lr", 0.1)))
 *         .build();
 * </pre>
 */
public final class SpaceBuilder {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Clause> conditions = new LinkedHashMap<>();
    private final List<Clause> forbidden = new ArrayList<>();
    private final Map<String, Object> defaults = new LinkedHashMap<>();
    private String last = "";
    private final Map<String, Object> before = new LinkedHashMap<>();

    SpaceBuilder() {}

    /**
     * Adds a parameter.
     *
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public SpaceBuilder add(Parameter parameter) {
        if (parameter.name().isBlank()) {
            throw new IllegalArgumentException("a parameter must have a name, but got a blank one.");
        }
        if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
            throw new IllegalArgumentException(
                    "the names of parameters must differ, but '" + parameter.name() + "' is there twice.");
        }
        last = parameter.name();
        return this;
    }

    /** A real number between two bounds, both included: {@code low < high}. */
    public SpaceBuilder uniform(String name, double low, double high) {
        return add(new FloatParameter(name, low, high, false, 0));
    }

    /** A real number between two bounds, both included, where equal ratios are equally likely: {@code 0 < low < high}. */
    public SpaceBuilder logUniform(String name, double low, double high) {
        return add(new FloatParameter(name, low, high, true, 0));
    }

    /** A whole number between two bounds, both included: {@code low < high}, both within 2^52 of zero. */
    public SpaceBuilder integer(String name, long low, long high) {
        return add(new IntegerParameter(name, low, high, false, 1));
    }

    /** A whole number between two bounds, both included, where equal ratios are equally likely: {@code 0 < low < high}. */
    public SpaceBuilder logInteger(String name, long low, long high) {
        return add(new IntegerParameter(name, low, high, true, 1));
    }

    /** One of some different values without an order. */
    public SpaceBuilder categorical(String name, Object... choices) {
        return add(new ChoiceParameter(name, Arrays.asList(choices), false));
    }

    /** One of some different values, in their order. */
    public SpaceBuilder ordinal(String name, Object... choices) {
        return add(new ChoiceParameter(name, Arrays.asList(choices), true));
    }

    /** A value that each trial gets. */
    public SpaceBuilder constant(String name, Object value) {
        return add(new Constant(name, value));
    }

    /**
     * Restricts the range that was added last to {@code low}, {@code low + step}, and so on.
     *
     * @param step above 0; a whole number for whole numbers
     * @throws IllegalArgumentException if the last parameter is no range, or the step does not fit it
     */
    public SpaceBuilder step(double step) {
        return change(parameter -> {
            if (parameter instanceof FloatParameter p) {
                return new FloatParameter(p.name(), p.low(), p.high(), p.log(), step, p.prior(), p.defaultValue());
            } else if (parameter instanceof IntegerParameter p && step == Math.rint(step)) {
                return new IntegerParameter(
                        p.name(), p.low(), p.high(), p.log(), (long) step, p.prior(), p.defaultValue());
            }
            throw unfit("step", "a step of " + Json.plain(step), parameter);
        });
    }

    /**
     * Says from which part of the range that was added last values are drawn more often.
     *
     * @throws IllegalArgumentException if the last parameter is no range, or the prior does not fit it
     */
    public SpaceBuilder prior(Prior prior) {
        return change(parameter -> {
            if (parameter instanceof FloatParameter p) {
                return new FloatParameter(
                        p.name(), p.low(), p.high(), p.log(), p.step(), Optional.of(prior), p.defaultValue());
            } else if (parameter instanceof IntegerParameter p) {
                return new IntegerParameter(
                        p.name(), p.low(), p.high(), p.log(), p.step(), Optional.of(prior), p.defaultValue());
            }
            throw unfit("prior", "a prior", parameter);
        });
    }

    /**
     * Says how likely each choice of the categorical parameter that was added last is.
     *
     * @param weights one for each choice, at least 0; only their ratios count
     * @throws IllegalArgumentException if the last parameter has no choices, or the weights do not fit them
     */
    public SpaceBuilder weights(double... weights) {
        return change(parameter -> {
            if (parameter instanceof ChoiceParameter p) {
                List<Double> each = Arrays.stream(weights).boxed().toList();
                return new ChoiceParameter(p.name(), p.choices(), p.ordered(), each, p.defaultIndex());
            }
            throw unfit("weights", "weights", parameter);
        });
    }

    /**
     * Default ({@link Parameter#standard}) of the parameter that was added last.
     *
     * @throws IllegalArgumentException if the parameter cannot have the value
     */
    public SpaceBuilder defaultValue(Object value) {
        return change(parameter -> {
            // Kept aside, since what comes after it may change what the default is without one.
            defaults.put(last, Bounds.checkDefault(parameter, value));
            return parameter;
        });
    }

    /** Makes the parameter that was added last active only when the clause holds; of several clauses all must hold. */
    public SpaceBuilder when(Clause clause) {
        return change(parameter -> {
            when(last, clause);
            return parameter;
        });
    }

    private SpaceBuilder change(UnaryOperator<Parameter> change) {
        if (last.isEmpty()) {
            throw new IllegalArgumentException("a parameter must be added first.");
        }
        parameters.computeIfPresent(last, (name, parameter) -> change.apply(parameter));
        return this;
    }

    private static Parameter withDefault(Parameter parameter, Object value) {
        Object legal = Bounds.checkDefault(parameter, value);
        if (parameter instanceof FloatParameter p) {
            return new FloatParameter(
                    p.name(), p.low(), p.high(), p.log(), p.step(), p.prior(), Optional.of((Double) legal));
        } else if (parameter instanceof IntegerParameter p) {
            return new IntegerParameter(
                    p.name(), p.low(), p.high(), p.log(), p.step(), p.prior(), Optional.of((Long) legal));
        } else if (parameter instanceof ChoiceParameter p) {
            return new ChoiceParameter(p.name(), p.choices(), p.ordered(), p.weights(), OptionalInt.of(p.index(legal)));
        }
        return parameter;
    }

    private static IllegalDefinitionException unfit(String key, String what, Parameter parameter) {
        return new IllegalDefinitionException(
                key,
                "'" + parameter.name() + "' of type " + parameter.definition().get("type") + " cannot have " + what
                        + ".",
                "");
    }

    /** Makes a parameter active only when the clause holds; of several clauses all must hold. */
    public SpaceBuilder when(String child, Clause clause) {
        conditions.merge(child, clause, (first, second) -> {
            List<Clause> both = new ArrayList<>(first instanceof Clause.All all ? all.clauses() : List.of(first));
            both.add(second);
            return new Clause.All(both);
        });
        return this;
    }

    /** Forbids every configuration for which the clause holds. */
    public SpaceBuilder forbid(Clause clause) {
        forbidden.add(clause);
        return this;
    }

    /**
     * Says what was in force before a parameter existed: the trials that a study has from that time count as if they had had
     * this value. Once a study has trials, a parameter can be added to its space only with it.
     */
    public SpaceBuilder before(String name, Object value) {
        before.put(name, value);
        return this;
    }

    /**
     * The space.
     *
     * @throws IllegalDefinitionException if a name is also that of a group ({@code adam} beside {@code adam.beta}), a clause
     *     names a parameter or value that does not exist, conditions form a circle, or the forbidden clauses leave nothing
     * @throws IllegalArgumentException if no parameter was added
     */
    public SearchSpace build() {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("a space must have at least one parameter, but got none.");
        }
        defaults.forEach(
                (name, value) -> parameters.computeIfPresent(name, (same, parameter) -> withDefault(parameter, value)));
        Groups.clash(parameters.keySet()).ifPresent(name -> {
            throw new IllegalDefinitionException("space", Groups.rule(name), "Rename one of them.");
        });
        conditions.keySet().stream()
                .filter(child -> !parameters.containsKey(child))
                .findFirst()
                .ifPresent(child -> {
                    throw new IllegalDefinitionException(
                            "when", "there is a condition for '" + child + "', but no such parameter.", "");
                });
        Map<String, Clause> checked = new LinkedHashMap<>();
        parameters.keySet().stream().filter(conditions::containsKey).forEach(child -> {
            ClauseRules rules = new ClauseRules("when", "'when' of '" + child + "'", parameters);
            checked.put(child, rules.apply(conditions.get(child)));
        });
        ClauseRules rules = new ClauseRules("forbidden", "'forbidden'", parameters);
        SearchSpace space = new SearchSpace(
                parameters.values(),
                checked,
                forbidden.stream().map(rules::apply).toList(),
                checkedBefore());
        Collision.refuse(space);
        return space;
    }

    private Map<String, Object> checkedBefore() {
        Map<String, Object> checked = new LinkedHashMap<>();
        before.forEach((name, value) -> {
            if (!parameters.containsKey(name)) {
                throw new IllegalDefinitionException(
                        "before", "there is a 'before' for '" + name + "', but no such parameter.", "");
            }
            try {
                checked.put(name, parameters.get(name).check(value));
            } catch (IllegalValueException e) {
                throw new IllegalDefinitionException("before", "'before' of " + e.getMessage(), "");
            }
        });
        return checked;
    }
}
