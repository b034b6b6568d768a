package org.attune.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/** A grid in a study that has tried some of its combinations already: those are passed over, the others come in the grid's order. */
final class UntriedGrid implements Sampler {
    /** No study tries more; a larger grid is not walked to count what is left of it. */
    private static final long MOST_COUNTED = 1_000_000;

    private final GridSampler grid;
    private final int first;
    private final Set<Configuration> tried;
    /** Numbers of the trials that the grid would give the untried combinations to, as far as it was walked. */
    private final List<Integer> untried = new ArrayList<>();

    private int walked;

    /** @param first number of the first trial that gets an untried combination */
    UntriedGrid(SamplerSpec.Grid settings, SearchSpace space, int first, Set<Configuration> tried) {
        this.grid = new GridSampler(settings, space, first);
        this.first = first;
        this.walked = first;
        this.tried = Set.copyOf(tried);
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        return trial < first || has(trial - first)
                ? grid.propose(trial < first ? trial : untried.get(trial - first))
                : Optional.empty();
    }

    @Override
    public void observe(Observation observation) {}

    @Override
    public OptionalLong size() {
        OptionalLong all = grid.size();
        if (all.isEmpty() || all.getAsLong() > MOST_COUNTED) {
            return OptionalLong.empty();
        }
        has(Integer.MAX_VALUE);
        return OptionalLong.of(untried.size());
    }

    private boolean has(int number) {
        while (untried.size() <= number) {
            Optional<Configuration> next = grid.propose(walked);
            if (next.isEmpty()) {
                return false;
            } else if (!tried.contains(next.get())) {
                untried.add(walked);
            }
            walked++;
        }
        return true;
    }
}
