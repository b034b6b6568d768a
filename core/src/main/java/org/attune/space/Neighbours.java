package org.attune.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.attune.numerics.TruncatedNormal;

/**
 * Configurations that are one step away from a given one, for local search: each differs in the value of one parameter,
 * and in what follows from it. This is the one-exchange neighbourhood of SMAC (Hutter, Hoos and Leyton-Brown 2011):
 *
 * <ul>
 *   <li>of a categorical parameter each other choice whose weight is not 0,
 *   <li>of an ordinal one the choices before and after,
 *   <li>of a number some values around it, drawn from a normal distribution on the parameter's scale that is cut off at the
 *       ends of the range; of whole numbers and steps also the values before and after.
 * </ul>
 *
 * Parameters that become active get their default, those that become inactive are dropped, and what is forbidden is left out.
 *
 * @param count how many values of a number there are at most, those before and after included; at least 1
 * @param deviation standard deviation of the normal distribution, as a share of the range on its scale; above 0
 */
public record Neighbours(int count, double deviation) {
    /** Four values of each number, a fifth of the range around. */
    public static final Neighbours STANDARD = new Neighbours(4, 0.2);

    private static final int TRIES = 10;

    public Neighbours {
        if (count < 1 || !(deviation > 0)) {
            throw new IllegalArgumentException("count >= 1 and deviation > 0 must hold, but got count=" + count
                    + ", deviation=" + deviation + ".");
        }
    }

    /**
     * The neighbours of a configuration, in the order of the space's parameters, no two of them equal. All are allowed, even
     * if the given one is not.
     *
     * @param random the same random numbers give the same neighbours
     * @throws IllegalConfigurationException if a name is unknown or a value is not legal
     */
    public List<Configuration> of(SearchSpace space, Configuration centre, RandomGenerator random) {
        Map<String, Object> legal = space.completed(centre.values()).values();
        List<Configuration> neighbours = new ArrayList<>();
        for (Parameter parameter : space.parameters()) {
            if (legal.containsKey(parameter.name())) {
                for (Object value : others(parameter, legal.get(parameter.name()), random)) {
                    Map<String, Object> values = new HashMap<>(legal);
                    values.put(parameter.name(), value);
                    Configuration neighbour = space.completed(values);
                    if (space.forbidden().isEmpty() || space.allows(neighbour.values())) {
                        neighbours.add(neighbour);
                    }
                }
            }
        }
        return neighbours;
    }

    private Set<Object> others(Parameter parameter, Object value, RandomGenerator random) {
        Set<Object> others = new LinkedHashSet<>();
        if (parameter instanceof ChoiceParameter choice && !choice.ordered()) {
            others.addAll(choice.drawn());
        } else if (parameter.size() != Long.MAX_VALUE) {
            others.addAll(adjacent(new Domain(parameter), value));
        }
        if (parameter instanceof NumberParameter range) {
            draw(range, value, others, random);
        }
        others.remove(value);
        return others;
    }

    private static List<Object> adjacent(Domain domain, Object value) {
        double place = domain.place(value);
        List<Object> adjacent = new ArrayList<>();
        if (place > domain.first()) {
            adjacent.add(domain.value(domain.before(place)));
        }
        if (place < domain.last()) {
            adjacent.add(domain.value(domain.after(place)));
        }
        return adjacent;
    }

    private void draw(NumberParameter range, Object value, Set<Object> others, RandomGenerator random) {
        double unit = range.encode(value);
        for (int i = 0; i < TRIES * count && others.size() < count; i++) {
            Object drawn = range.decode(TruncatedNormal.quantile(unit, deviation, 0, 1, random.nextDouble()));
            if (!drawn.equals(value)) {
                others.add(drawn);
            }
        }
    }
}
