package org.attune.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes configurations of some given values: parents get values with which the given ones are active, what is left open keeps the values of a proposal wherever that is allowed, and the rest is
 * drawn. A function of its arguments.
 *
 * <p>Each parameter gets a list of values, the proposal's first, then draws, then the ends of what clauses ask for; the first combination that is allowed is found as a grid is walked.
 */
public final class Completion {
    private static final int TRIES = 8;
    private static final int DRAWS = 16;
    private static final int MOST_CHOICES = 64;
    private static final long MOST_STEPS = 100_000;
    private static final int PROOF_STEPS = 10_000;

    private final SearchSpace space;
    private final Map<String, Object> given = new LinkedHashMap<>();
    /** Numbers that the given values and the clauses name. */
    private final Set<Double> named = new LinkedHashSet<>();

    /** @throws IllegalArgumentException if a name is unknown or a value is not legal */
    public Completion(SearchSpace space, Map<String, ?> given) {
        this.space = space;
        given.forEach(
                (name, value) -> this.given.put(name, space.parameter(name).check(value)));
        this.given.values().forEach(value -> add(value, named));
        Stream.concat(space.forbidden().stream(), space.conditions().values().stream())
                .flatMap(Clause::atoms)
                .forEach(atom -> {
                    if (atom instanceof Clause.Compare compare) {
                        add(compare.value(), named);
                    } else if (atom instanceof Clause.In in) {
                        in.values().forEach(value -> add(value, named));
                    }
                });
    }

    /**
     * An allowed configuration with all given values.
     *
     * @param proposal a configuration of the space
     * @return empty if none was found; there may be one if clauses ask for a needle in a haystack
     */
    public Optional<Configuration> of(Configuration proposal, RandomGenerator random) {
        boolean[] wanted = new boolean[space.parameters().size()];
        given.keySet().forEach(name -> wanted[space.number(name)] = true);
        for (int i = 0; i < TRIES; i++) {
            List<GridAxis> axes = space.parameters().stream()
                    .map(parameter -> axis(parameter, proposal, random))
                    .toList();
            Walk walk = new Walk(space, axes, new Dependence(space).order(), wanted);
            try {
                if (walk.next(MOST_STEPS)) {
                    return Optional.of(space.configuration(walk.values()));
                }
            } catch (Walk.TooLong e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** The completion by defaults, always the same. */
    public Optional<Configuration> standard() {
        return of(space.standard(), new SplittableRandom(0));
    }

    /** Whether it is proven that a parameter is not active in any allowed configuration that has the given values of all others. */
    public boolean excludes(String name) {
        List<Clause> clauses = new ArrayList<>(space.forbidden());
        clauses.add(Clause.inactive(name));
        clauses.addAll(without(name));
        return leavesNothing(clauses);
    }

    /** A forbidden clause of which it is proven that it holds in every configuration with the given values. */
    public Optional<Clause> forbiddenBy() {
        return space.forbidden().stream()
                .filter(clause -> {
                    List<Clause> clauses = without("");
                    clauses.add(clause);
                    return leavesNothing(clauses);
                })
                .findFirst();
    }

    /** What is not so if all given values but one are there. */
    private List<Clause> without(String name) {
        List<Clause> clauses = new ArrayList<>();
        given.forEach((other, value) -> {
            if (!other.equals(name)) {
                clauses.add(Clause.not(other, value));
                clauses.add(Clause.inactive(other));
            }
        });
        return clauses;
    }

    private boolean leavesNothing(List<Clause> refused) {
        return new Proof(PROOF_STEPS).allowsSomething(Box.whole(new Domains(space)), refused) == Truth.NO;
    }

    private GridAxis axis(Parameter parameter, Configuration proposal, RandomGenerator random) {
        Set<Object> values = new LinkedHashSet<>();
        String name = parameter.name();
        if (given.containsKey(name)) {
            values.add(given.get(name));
        } else {
            if (proposal.values().containsKey(name)) {
                values.add(proposal.get(name));
            }
            for (int i = 0; i < DRAWS; i++) {
                values.add(parameter.quantile(random.nextDouble()));
            }
            if (parameter instanceof ChoiceParameter choice && choice.size() <= MOST_CHOICES) {
                values.addAll(choice.choices());
            } else if (parameter instanceof NumberParameter number) {
                values.addAll(ends(number));
            }
        }
        List<Object> list = new ArrayList<>(values);
        return new GridAxis(list.size(), index -> list.get((int) index));
    }

    /** The ends of the range, and the values next to the numbers that it may have to do with. */
    private Set<Object> ends(NumberParameter parameter) {
        Set<Double> places = new LinkedHashSet<>(List.of(parameter.lowest(), parameter.highest()));
        places.addAll(named);
        Set<Object> values = new LinkedHashSet<>();
        for (double place : places) {
            double step = parameter.spacing();
            addIfLegal(parameter, place, values);
            addIfLegal(parameter, step == 0 ? Math.nextDown(place) : place - step, values);
            addIfLegal(parameter, step == 0 ? Math.nextUp(place) : place + step, values);
        }
        return values;
    }

    private static void add(Object value, Set<Double> places) {
        if (value instanceof Number number) {
            places.add(number.doubleValue());
        }
    }

    private static void addIfLegal(Parameter parameter, double place, Set<Object> values) {
        try {
            values.add(parameter.check(place));
        } catch (IllegalValueException e) {
            // Out of the range, or between its steps.
        }
    }
}
