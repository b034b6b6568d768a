package org.attune.timeleft;

import java.util.ArrayList;
import java.util.List;
import org.attune.space.Encoding;

/**
 * What a step takes as a function of the configuration and the kind of machine: a linear model of the logarithm, in
 * which a number counts by its place in its range and the square of that. With few trials all that it knows is what
 * those took.
 */
final class CostModel {
    private static final double PENALTY = 0.05;
    private static final int FEW = 5;
    private static final double UPPER = 0.9;
    /** Of few trials the longest is not the longest there can be. */
    private static final double SPARE = 1.25;

    /** @param seconds of a step, above zero */
    record Row(String kind, double[] place, double seconds) {}

    private final Encoding encoding;
    private final List<String> kinds;
    private final double[] seconds;
    /** Null with few trials. */
    private final Ridge ridge;

    private final double spread;

    CostModel(Encoding encoding, List<Row> rows) {
        this.encoding = encoding;
        this.kinds = rows.stream().map(Row::kind).distinct().toList();
        this.seconds = rows.stream().mapToDouble(Row::seconds).toArray();
        if (rows.size() < FEW) {
            ridge = null;
            spread = 0;
            return;
        }
        double[][] features =
                rows.stream().map(row -> features(row.kind(), row.place())).toArray(double[][]::new);
        double[] logs =
                rows.stream().mapToDouble(row -> StrictMath.log(row.seconds())).toArray();
        ridge = new Ridge(features, logs, PENALTY);
        double[] errors = ridge.errors();
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(errors[i]);
        }
        spread = Samples.quantile(errors, UPPER);
    }

    Estimate at(String kind, double[] place) {
        if (ridge == null) {
            return new Estimate(Samples.quantile(seconds, 0.5), SPARE * Samples.quantile(seconds, 1));
        }
        double log = ridge.at(features(kind, place));
        return new Estimate(StrictMath.exp(log), StrictMath.exp(log + spread));
    }

    /** How many times as long a step takes on one kind of machine as on another. */
    double factor(String from, String to) {
        return ridge == null ? 1 : StrictMath.exp(ofKind(to) - ofKind(from));
    }

    private double ofKind(String kind) {
        int index = kinds.indexOf(kind);
        return index < 0 ? 0 : ridge.coefficient(1 + index);
    }

    private double[] features(String kind, double[] place) {
        List<Double> all = new ArrayList<>();
        all.add(1.0);
        kinds.forEach(one -> all.add(one.equals(kind) ? 1.0 : 0.0));
        for (int i = 0; i < place.length; i++) {
            int categories = encoding.categories(i);
            for (int choice = 0; choice < categories; choice++) {
                all.add(place[i] == choice ? 1.0 : 0.0);
            }
            if (categories == 0) {
                double number = Double.isNaN(place[i]) ? 0 : 2 * place[i] - 1;
                all.add(number);
                all.add(Double.isNaN(place[i]) ? 0 : number * number - 0.5);
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
