import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.attune.simulate.SimulatedObjective;
import org.attune.simulate.Simulation;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecBuilder;
import org.attune.study.Event;

/**
 * How good the answers of BOHB under HyperBand are, against random search, on problems with known answers, in virtual time.
 *
 * <pre>java -cp cli/target/attune benchmarks/SearchQuality.java [SEEDS]</pre>
 *
 * A full trial has 27 steps; a budget of 10 is what 10 full trials cost. A trial that goes on after a pause pays its further steps only. The answer at a budget is the trial
 * with the least loss at step 27, or before there is one, at the highest step reached. Regret is what that configuration would have after endless training, less
 * the least there is, in units of what the median of 10,000 random configurations has: 1 is no better than chance, 0 is the optimum. One worker; HyperBand with eta 3 over
 * steps 1, 3, 9, 27. The four ways see the same problems; seeds are 0, 1, 2, ...
 *
 * <p>Branin and Hartmann are the usual functions, learnt at a speed that depends on the configuration, so that early ranks mislead. Counting ones is that of Falkner et
 * al. (2018): 4 binary categories and 4 probabilities of which a step draws samples, so early losses are noisy. Network has 7 parameters as a multilayer
 * perceptron has, a narrow valley and a cliff at high learning rates.
 */
public class SearchQuality {
    private static final int STEPS = 27;
    private static final int[] BUDGETS = {10, 30, 100};

    /** {@code loss}: after endless training; {@code at}: as reported at a step. */
    private record Problem(
            String name, SearchSpace space, ToDoubleFunction<Configuration> loss, Reported at, double optimum) {}

    private interface Reported {
        double loss(Configuration configuration, int step);
    }

    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        System.out.printf("regret, median [middle half] of %d seeds%n", seeds);
        System.out.printf("%-15s%-18s%22s%22s%22s%n", "problem", "way", "budget 10", "budget 30", "budget 100");
        for (Problem problem : List.of(branin(), hartmann(), countingOnes(), network())) {
            double chance = chance(problem);
            Map<String, double[][]> regrets = new LinkedHashMap<>();
            for (String way : List.of("random", "random+hyperband", "bohb", "bohb+hyperband")) {
                double[][] regret = new double[BUDGETS.length][seeds];
                for (int seed = 0; seed < seeds; seed++) {
                    double[] answers = answers(problem, way, seed);
                    for (int budget = 0; budget < BUDGETS.length; budget++) {
                        regret[budget][seed] = (answers[budget] - problem.optimum()) / chance;
                    }
                }
                regrets.put(way, regret);
                System.out.printf(
                        "%-15s%-18s%22s%22s%22s%n",
                        problem.name(), way, quartiles(regret[0]), quartiles(regret[1]), quartiles(regret[2]));
            }
            System.out.printf(
                    "%-15s%-18s%22s%22s%22s%n",
                    "", "better than random", wins(regrets, 0), wins(regrets, 1), wins(regrets, 2));
        }
    }

    /** The final loss of the answer at each budget. */
    private static double[] answers(Problem problem, String way, int seed) {
        int budget = BUDGETS[BUDGETS.length - 1];
        StudySpecBuilder study = StudySpec.builder("quality")
                .minimize("loss")
                .space(problem.space())
                .seed(seed);
        study = way.startsWith("bohb") ? study.bohb() : study.random();
        study = way.endsWith("hyperband")
                ? study.hyperBand(STEPS, 3).trials(4 * budget)
                : study.stopAtStep(STEPS).trials(budget);
        SimulatedObjective objective = (configuration, step) ->
                SimulatedObjective.Step.of("loss", problem.at().loss(configuration, step), 1);
        Simulation.Result result = Simulation.run(study.build(), objective, 1);
        double[] answers = new double[BUDGETS.length];
        int paid = 0;
        int reached = 0;
        double least = Double.POSITIVE_INFINITY;
        Configuration answer = null;
        int next = 0;
        for (Event event : result.events()) {
            if (event instanceof Event.Reported report && next < BUDGETS.length) {
                double loss = report.metrics().get("loss");
                if (report.step() > reached || report.step() == reached && loss < least) {
                    reached = report.step();
                    least = loss;
                    answer = result.study().trial(report.trial()).configuration();
                }
                if (++paid == BUDGETS[next] * STEPS) {
                    answers[next++] = problem.loss().applyAsDouble(answer);
                }
            }
        }
        if (next < BUDGETS.length) {
            throw new IllegalStateException("the study ended after " + paid + " steps.");
        }
        return answers;
    }

    private static Problem branin() {
        SearchSpace space =
                SearchSpace.builder().uniform("x", -5, 10).uniform("y", 0, 15).build();
        ToDoubleFunction<Configuration> loss = c -> {
            double x = c.number("x");
            double y = c.number("y");
            double bend = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
            return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
        };
        return learnt("branin", space, loss, 0.39788735772973816, 60, c -> (c.number("x") + 5) / 15);
    }

    private static Problem hartmann() {
        double[] alpha = {1, 1.2, 3, 3.2};
        double[][] a = {
            {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
        };
        double[][] p = {
            {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
            {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
            {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
            {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
        };
        SpaceBuilder space = SearchSpace.builder();
        for (int j = 0; j < 6; j++) {
            space.uniform("x" + j, 0, 1);
        }
        ToDoubleFunction<Configuration> loss = c -> {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double exponent = 0;
                for (int j = 0; j < 6; j++) {
                    double off = c.number("x" + j) - p[i][j];
                    exponent += a[i][j] * off * off;
                }
                sum -= alpha[i] * Math.exp(-exponent);
            }
            return sum;
        };
        return learnt("hartmann", space.build(), loss, -3.322368011415515, 2, c -> c.number("x0"));
    }

    private static Problem countingOnes() {
        SpaceBuilder space = SearchSpace.builder();
        for (int i = 0; i < 4; i++) {
            space.categorical("bit" + i, 0, 1).uniform("p" + i, 0, 1);
        }
        ToDoubleFunction<Configuration> bits =
                c -> -(c.number("bit0") + c.number("bit1") + c.number("bit2") + c.number("bit3"));
        ToDoubleFunction<Configuration> loss =
                c -> bits.applyAsDouble(c) - c.number("p0") - c.number("p1") - c.number("p2") - c.number("p3");
        Reported at = (c, step) -> {
            Random draws = new Random(c.hashCode());
            double ones = 0;
            for (int draw = 0; draw < 10 * step; draw++) {
                for (int i = 0; i < 4; i++) {
                    ones += draws.nextDouble() < c.number("p" + i) ? 1 : 0;
                }
            }
            return bits.applyAsDouble(c) - ones / (10 * step);
        };
        return new Problem("counting ones", space.build(), loss, at, -8);
    }

    private static Problem network() {
        SearchSpace space = SearchSpace.builder()
                .logUniform("lr", 1e-4, 0.1)
                .logInteger("batch", 16, 512)
                .uniform("momentum", 0.1, 0.99)
                .logUniform("decay", 1e-5, 0.1)
                .integer("layers", 1, 5)
                .logInteger("units", 64, 1024)
                .uniform("dropout", 0, 1)
                .build();
        ToDoubleFunction<Configuration> loss = c -> {
            double speed = Math.log10(c.number("lr") / (1 - c.number("momentum")) / Math.sqrt(c.number("batch") / 64));
            double size = Math.log(c.number("units") / 64) / Math.log(16) + (c.number("layers") - 1) / 4;
            double curb = c.number("dropout") + (Math.log10(c.number("decay")) + 5) / 4;
            double cliff = Math.max(0, speed + 0.5);
            return 0.05 * Math.abs(speed + 1.2)
                    + 0.15 * Math.pow(size - 1.4, 2)
                    + 0.1 * Math.pow(curb - 0.4 * size, 2)
                    + 0.5 * cliff;
        };
        return learnt("network", space, loss, 0, 0.8, c -> Math.log10(c.number("lr")) / 3 + 4.0 / 3);
    }

    /** A loss that is approached from {@code start} above it. {@code fast}: 0 is learnt slowly, 1 quickly. */
    private static Problem learnt(
            String name,
            SearchSpace space,
            ToDoubleFunction<Configuration> loss,
            double optimum,
            double start,
            ToDoubleFunction<Configuration> fast) {
        Reported at =
                (c, step) -> loss.applyAsDouble(c) + start * Math.exp(-step * (0.15 + 0.35 * fast.applyAsDouble(c)));
        return new Problem(name, space, loss, at, optimum);
    }

    private static double chance(Problem problem) {
        Random draws = new Random(1);
        List<Double> regrets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            regrets.add(problem.loss().applyAsDouble(problem.space().sample(draws)) - problem.optimum());
        }
        return regrets.stream().mapToDouble(Double::doubleValue).sorted().toArray()[5_000];
    }

    private static String quartiles(double[] regrets) {
        double[] sorted = regrets.clone();
        Arrays.sort(sorted);
        return String.format("%.3f [%.3f %.3f]", quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static String wins(Map<String, double[][]> regrets, int budget) {
        double[] bohb = regrets.get("bohb+hyperband")[budget];
        double[] random = regrets.get("random")[budget];
        int wins = 0;
        for (int seed = 0; seed < bohb.length; seed++) {
            wins += bohb[seed] < random[seed] ? 1 : 0;
        }
        return wins + " of " + bohb.length;
    }
}
