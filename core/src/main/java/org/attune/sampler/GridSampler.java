package org.attune.sampler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.space.ChoiceParameter;
import org.attune.space.Configuration;
import org.attune.space.Constant;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/**
 * Tries every combination of some values of each parameter, once: all choices, and of a range the number of levels that the settings ask for. The
 * parameter that was declared last varies fastest.
 *
 * <p>The trial's number alone says which combination it gets, so a grid of any size takes no memory and a resumed study goes on where it was.
 */
public final class GridSampler implements Sampler {
    private final SearchSpace space;
    private final int initialTrials;
    private final Map<String, List<Object>> levels = new LinkedHashMap<>();

    /**
     * @param initialTrials number of trials at the start that the study file gives itself; what they leave open is filled from the middle of the space
     * @throws IllegalArgumentException if a number of levels is less than 1, or is set for something that is no range
     */
    public GridSampler(SamplerSpec.Grid settings, SearchSpace space, int initialTrials) {
        this.space = space;
        this.initialTrials = initialTrials;
        settings.levelsOf().keySet().forEach(name -> mustBeRange(space.parameter(name)));
        for (Parameter parameter : space.parameters()) {
            int count = settings.levelsOf().getOrDefault(parameter.name(), settings.levels());
            if (count < 1) {
                throw new IllegalArgumentException("a grid must have at least 1 level of '" + parameter.name()
                        + "', but got levels=" + count + ".");
            }
            levels.put(parameter.name(), GridLevels.of(parameter, count));
        }
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        if (trial < initialTrials) {
            return Optional.of(space.middle());
        }
        long point = (long) trial - initialTrials;
        return point < points() ? Optional.of(at(point)) : Optional.empty();
    }

    @Override
    public void observe(Observation observation) {}

    /** Points of the grid and initial trials together; {@link Long#MAX_VALUE} if there are more. */
    @Override
    public OptionalLong size() {
        long points = points();
        return OptionalLong.of(points > Long.MAX_VALUE - initialTrials ? Long.MAX_VALUE : points + initialTrials);
    }

    private Configuration at(long point) {
        Map<String, Object> values = new LinkedHashMap<>(levels);
        List<Parameter> parameters = space.parameters();
        long rest = point;
        for (int i = parameters.size() - 1; i >= 0; i--) {
            String name = parameters.get(i).name();
            List<Object> choices = levels.get(name);
            values.put(name, choices.get((int) (rest % choices.size())));
            rest /= choices.size();
        }
        return new Configuration(values);
    }

    private long points() {
        long points = 1;
        for (List<Object> choices : levels.values()) {
            if (choices.size() > Long.MAX_VALUE / points) {
                return Long.MAX_VALUE;
            }
            points *= choices.size();
        }
        return points;
    }

    private static void mustBeRange(Parameter parameter) {
        if (parameter instanceof ChoiceParameter || parameter instanceof Constant) {
            throw new IllegalArgumentException("levels are for ranges, but got levels for '" + parameter.name()
                    + "', of which a grid tries every value. Maybe leave it out?");
        }
    }
}
