package org.attune.timeleft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Configuration;
import org.attune.space.Encoding;
import org.attune.space.IllegalValueException;
import org.attune.space.SearchSpace;

/**
 * How long a step takes: of a trial by its own reports on the same kind of machine; else by those on another kind, as much slower or faster as that is; else by what trials of similar configurations
 * took ({@link CostModel}). A function of what it was told, in order. Not for use by several threads.
 */
public final class StepTimes {
    private static final int KEPT = 20;
    private static final int KEPT_LOADS = 100;
    private static final double UPPER = 0.9;
    /** What was seen of one trial is no promise: a step may be so much longer than its longest. */
    private static final double SPARE = 1.1;

    private record Key(int trial, String kind) {}

    private record First(int steps, double seconds) {}

    /** What one trial took on one kind of machine. */
    private static final class Row {
        final double[] place;
        final Samples rates = new Samples(KEPT);
        final List<First> firsts = new ArrayList<>(1);

        Row(double[] place) {
            this.place = place;
        }
    }

    private final Encoding encoding;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final Map<String, Samples> loads = new LinkedHashMap<>();
    private Optional<CostModel> model = Optional.empty();
    private long told;
    private long toldWhenFitted;

    public StepTimes(SearchSpace space) {
        this.encoding = new Encoding(space);
    }

    /**
     * An attempt has reported for the first time, after its program was loaded.
     *
     * @param kind of machine
     * @param steps since it went on, at least 1
     * @param seconds since it was started, above zero
     */
    public void first(int trial, String kind, Configuration configuration, int steps, double seconds) {
        Row row = row(trial, kind, configuration);
        if (row != null) {
            First first = new First(steps, seconds);
            row.firsts.add(first);
            if (!row.rates.isEmpty()) {
                load(kind, row, first);
            }
            told++;
        }
    }

    /** It has reported again: {@code steps} and {@code seconds} are since the report before. */
    public void next(int trial, String kind, Configuration configuration, int steps, double seconds) {
        Row row = row(trial, kind, configuration);
        if (row != null) {
            boolean isNew = row.rates.isEmpty();
            row.rates.add(Math.max(1e-6, seconds / steps));
            if (isNew) {
                row.firsts.forEach(first -> load(kind, row, first));
            }
            told++;
        }
    }

    /** How long a program takes to load there; nothing where that is not known. */
    public Estimate load(String kind) {
        Samples here = loads.get(kind);
        if (here == null) {
            here = loads.values().stream().findFirst().orElse(null);
        }
        return here == null ? Estimate.NOTHING : new Estimate(here.median(), here.quantile(UPPER));
    }

    /** How long a step takes; absent if nothing like it has been seen. */
    public Optional<Estimate> step(int trial, String kind, Configuration configuration) {
        Row own = rows.get(new Key(trial, kind));
        if (own != null) {
            return Optional.of(ofItsOwn(own, kind));
        }
        refit();
        for (Map.Entry<Key, Row> one : rows.entrySet()) {
            if (one.getKey().trial() == trial) {
                String other = one.getKey().kind();
                double factor = model.map(fit -> fit.factor(other, kind)).orElse(1.0);
                return Optional.of(ofItsOwn(one.getValue(), other).times(factor));
            }
        }
        return model.flatMap(fit -> place(configuration).map(place -> fit.at(kind, place)));
    }

    private Estimate ofItsOwn(Row row, String kind) {
        double middle = rate(row, kind);
        double upper = row.rates.isEmpty() ? middle : row.rates.quantile(UPPER);
        return new Estimate(middle, SPARE * upper);
    }

    private double rate(Row row, String kind) {
        if (!row.rates.isEmpty()) {
            return row.rates.median();
        }
        double load = load(kind).middle();
        double[] rates = row.firsts.stream()
                .mapToDouble(first -> Math.max(first.seconds() / 10, first.seconds() - load) / first.steps())
                .toArray();
        return Samples.quantile(rates, 0.5);
    }

    private void load(String kind, Row row, First first) {
        loads.computeIfAbsent(kind, any -> new Samples(KEPT_LOADS))
                .add(Math.max(0, first.seconds() - first.steps() * row.rates.median()));
    }

    /** As often as there is a fifth more to learn from. */
    private void refit() {
        if (told == 0 || told < 1.2 * toldWhenFitted) {
            return;
        }
        toldWhenFitted = told;
        List<CostModel.Row> all = new ArrayList<>();
        rows.forEach((key, row) -> all.add(new CostModel.Row(key.kind(), row.place, rate(row, key.kind()))));
        model = Optional.of(new CostModel(encoding, all));
    }

    /** Null for a configuration that is none of the space: of a space before. */
    private Row row(int trial, String kind, Configuration configuration) {
        Key key = new Key(trial, kind);
        Row row = rows.get(key);
        if (row == null) {
            row = place(configuration).map(Row::new).orElse(null);
            if (row != null) {
                rows.put(key, row);
            }
        }
        return row;
    }

    private Optional<double[]> place(Configuration configuration) {
        try {
            return Optional.of(encoding.encode(configuration));
        } catch (IllegalValueException e) {
            return Optional.empty();
        }
    }
}
