package org.attune.sampler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.space.Configuration;
import org.attune.space.NumberParameter;
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
    private final List<GridAxis> axes = new ArrayList<>();

    /**
     * @param initialTrials number of trials at the start that the study file gives itself; what they leave open is filled from the middle of the space
     * @throws IllegalArgumentException if a number of levels is missing or negative, or is set for something that is no range
     */
    public GridSampler(SamplerSpec.Grid settings, SearchSpace space, int initialTrials) {
        this.space = space;
        this.initialTrials = initialTrials;
        settings.levelsOf().keySet().forEach(name -> mustBeRange(space.parameter(name)));
        for (Parameter parameter : space.parameters()) {
            int levels = settings.levelsOf().getOrDefault(parameter.name(), settings.levels());
            if (levels < 0) {
                throw new IllegalArgumentException("the levels of '" + parameter.name()
                        + "' must be at least 1, or 0 for all values, but got " + levels + ".");
            }
            axes.add(GridAxis.of(parameter, levels));
        }
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        if (trial < initialTrials) {
            return Optional.of(space.standard());
        }
        long point = (long) trial - initialTrials;
        return point < size().orElse(Long.MAX_VALUE) ? Optional.of(at(point)) : Optional.empty();
    }

    @Override
    public void observe(Observation observation) {}

    /** Number of combinations, the initial trials not counted; empty if it is 2^63 or more. */
    @Override
    public OptionalLong size() {
        long size = 1;
        for (GridAxis axis : axes) {
            if (axis.size() > Long.MAX_VALUE / size) {
                return OptionalLong.empty();
            }
            size *= axis.size();
        }
        return OptionalLong.of(size);
    }

    private Configuration at(long point) {
        Object[] chosen = new Object[axes.size()];
        long rest = point;
        for (int i = chosen.length - 1; i >= 0; i--) {
            GridAxis axis = axes.get(i);
            chosen[i] = axis.value().apply(rest % axis.size());
            rest /= axis.size();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < chosen.length; i++) {
            values.put(space.parameters().get(i).name(), chosen[i]);
        }
        return new Configuration(values);
    }

    private static void mustBeRange(Parameter parameter) {
        if (!(parameter instanceof NumberParameter)) {
            throw new IllegalArgumentException("levels are for ranges, but got levels for '" + parameter.name()
                    + "', of which a grid tries every value. Maybe leave it out?");
        }
    }
}
