package org.attune.cli.space;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.attune.analysis.Row;
import org.attune.sampler.Randomness;
import org.attune.space.Configuration;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/**
 * Configurations drawn one by one, the same each time they are gone through.
 *
 * @param whole whether inactive parameters are there too, as null
 * @param enough whether nobody reads on
 */
record Samples(SearchSpace space, long seed, long number, boolean whole, BooleanSupplier enough)
        implements Iterable<Row> {
    private static final long OFTEN = 1024;

    @Override
    public Iterator<Row> iterator() {
        RandomGenerator random = Randomness.of(seed, 0, "space sample");
        return new Iterator<>() {
            private long drawn;

            @Override
            public boolean hasNext() {
                return drawn < number && !(drawn % OFTEN == OFTEN - 1 && enough.getAsBoolean());
            }

            @Override
            public Row next() {
                if (drawn >= number) {
                    throw new NoSuchElementException();
                }
                drawn++;
                Map<String, Object> row = row(space.sample(random));
                return () -> row;
            }
        };
    }

    private Map<String, Object> row(Configuration configuration) {
        if (!whole) {
            return configuration.values();
        }
        Map<String, Object> row = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            row.put(parameter.name(), configuration.values().get(parameter.name()));
        }
        return row;
    }
}
