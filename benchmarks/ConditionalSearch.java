import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attune.sampler.Observation;
import org.attune.sampler.Sampler;
import org.attune.sampler.Samplers;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.spec.SamplerSpec;
import org.attune.text.Json;

/**
 * How good the answers of BOHB's model are in spaces with conditions, against random search and, if a Python with it is given (not {@code -}), Optuna's TPE.
 *
 * <pre>java -cp cli/target/attune benchmarks/ConditionalSearch.java [SEEDS] [PYTHON] [FIRST_SEED]</pre>
 *
 * Each trial has one result, one after the other; no scheduler. The answer is the least loss so far, of which the least possible is 0. The ways see the same problems, with seeds from FIRST_SEED, which is 0.
 * Optuna runs once with its standard settings and once with {@code multivariate=True, group=True}, by which it models parameters together that are active together.
 *
 * <p>Problems: which of 4 algorithms with 3 numbers each, and of 8 with 4, where one is best at its best place and chance tells little about which; a network of 1 to 6 layers, each with its
 * width; an optimizer with its own parameters, one of them below another, and a schedule with its own.
 */
public class ConditionalSearch {
    private static final int[] BUDGETS = {40, 80, 160};

    private record Problem(String name, SearchSpace space, ToDoubleFunction<Configuration> loss) {}

    private interface Way {
        double[] answers(Problem problem, int seed) throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws Exception {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("random", (problem, seed) -> own(problem, new SamplerSpec.Random(), seed));
        ways.put("bohb", (problem, seed) -> own(problem, SamplerSpec.Bohb.standard(), seed));
        int first = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        if (arguments.length > 1 && !arguments[1].equals("-")) {
            String python = arguments[1];
            ways.put("optuna tpe", (problem, seed) -> optuna(problem, python, "", seed));
            ways.put("optuna tpe group", (problem, seed) -> optuna(problem, python, "multivariate=True, group=True, ", seed));
        }
        System.out.printf("least loss, median [middle half] of %d seeds%n", seeds);
        System.out.printf("%-14s%-18s%24s%24s%24s%n", "problem", "way", "40 trials", "80 trials", "160 trials");
        for (Problem problem : List.of(algorithms(4, 3, 2), algorithms(8, 4, 5), layers(6), optimizer())) {
            double[][] chance = null;
            for (var way : ways.entrySet()) {
                double[][] answers = new double[BUDGETS.length][seeds];
                for (int seed = 0; seed < seeds; seed++) {
                    double[] found = way.getValue().answers(problem, first + seed);
                    for (int i = 0; i < found.length; i++) {
                        answers[i][seed] = found[i];
                    }
                }
                chance = chance == null ? answers : chance;
                double[][] random = chance;
                System.out.printf("%-14s%-18s", problem.name(), way.getKey());
                for (int i = 0; i < BUDGETS.length; i++) {
                    int budget = i;
                    long better = IntStream.range(0, seeds)
                            .filter(seed -> answers[budget][seed] < random[budget][seed])
                            .count();
                    System.out.printf("%24s", quartiles(answers[i]) + " " + (random == answers ? "" : better));
                }
                System.out.println();
            }
        }
        System.out.println("behind the brackets: in how many seeds it is better than random");
    }

    private static double[] own(Problem problem, SamplerSpec spec, int seed) {
        Sampler sampler = Samplers.create(spec, problem.space(), seed, 0);
        double[] answers = new double[BUDGETS.length];
        double least = Double.POSITIVE_INFINITY;
        for (int trial = 0, next = 0; next < BUDGETS.length; trial++) {
            Configuration configuration = sampler.propose(trial).orElseThrow();
            double loss = problem.loss().applyAsDouble(configuration);
            sampler.observe(new Observation(trial, configuration, Observation.FULL, loss));
            least = Math.min(least, loss);
            if (trial + 1 == BUDGETS[next]) {
                answers[next++] = least;
            }
        }
        return answers;
    }

    /** Optuna proposes in a process of its own, a configuration a line, and is told the loss of each. */
    private static double[] optuna(Problem problem, String python, String settings, int seed)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        python,
                        "-W",
                        "ignore",
                        "-c",
                        OPTUNA.replace("SETTINGS", settings + "seed=" + seed),
                        Json.text(problem.space().definition()),
                        String.valueOf(BUDGETS[BUDGETS.length - 1]))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double[] answers = new double[BUDGETS.length];
        double least = Double.POSITIVE_INFINITY;
        try (BufferedReader proposals = process.inputReader();
                BufferedWriter losses = process.outputWriter()) {
            for (int trial = 0, next = 0; next < BUDGETS.length; trial++) {
                @SuppressWarnings("unchecked")
                Map<String, Object> values = (Map<String, Object>) Json.parse(proposals.readLine());
                double loss = problem.loss().applyAsDouble(problem.space().check(values));
                losses.write(loss + "\n");
                losses.flush();
                least = Math.min(least, loss);
                if (trial + 1 == BUDGETS[next]) {
                    answers[next++] = least;
                }
            }
        }
        process.waitFor();
        return answers;
    }

    private static final String OPTUNA = """
            import json, sys
            import optuna
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            space = json.loads(sys.argv[1])["space"]

            def holds(value, statement):
                if isinstance(statement, dict):
                    return value > statement["greater"] if "greater" in statement else value != statement["not"]
                return value in statement if isinstance(statement, list) else value == statement

            def suggest(trial, name, values):
                p = space[name]
                for parent, statement in p.get("when", {}).items():
                    suggest(trial, parent, values)
                    if parent not in values or not holds(values[parent], statement):
                        return
                if p["type"] == "categorical":
                    values[name] = trial.suggest_categorical(name, p["choices"])
                else:
                    draw = trial.suggest_int if p["type"] == "int" else trial.suggest_float
                    values[name] = draw(name, p["low"], p["high"], log=p.get("log", False))

            def objective(trial):
                values = {}
                for name in space:
                    suggest(trial, name, values)
                print(json.dumps(values), flush=True)
                return float(sys.stdin.readline())

            study = optuna.create_study(sampler=optuna.samplers.TPESampler(SETTINGS))
            study.optimize(objective, n_trials=int(sys.argv[2]))
            """;

    private static Problem algorithms(int algorithms, int own, int best) {
        SpaceBuilder builder = SearchSpace.builder()
                .categorical("algorithm", IntStream.range(0, algorithms).boxed().toArray())
                .uniform("shared", 0, 1);
        for (int algorithm = 0; algorithm < algorithms; algorithm++) {
            for (int i = 0; i < own; i++) {
                String name = "a" + algorithm + ".x" + i;
                builder.uniform(name, 0, 1).when(name, Clause.equal("algorithm", algorithm));
            }
        }
        return new Problem(algorithms + " algorithms", builder.build(), c -> {
            int algorithm = (int) c.integer("algorithm");
            double loss = algorithm == best ? 0 : 0.15 + 0.1 * (algorithm * 7 % 5);
            for (int i = 0; i < own; i++) {
                loss += 2 * square(c.number("a" + algorithm + ".x" + i) - 0.2 - 0.1 * ((algorithm * 3 + i * 5) % 7));
            }
            return loss + square(c.number("shared") - 0.3);
        });
    }

    private static Problem layers(int most) {
        SpaceBuilder builder = SearchSpace.builder().integer("layers", 1, most).logUniform("lr", 1e-5, 1e-1);
        for (int i = 1; i <= most; i++) {
            builder.logInteger("width" + i, 8, 1024);
            if (i > 1) {
                builder.when("width" + i, Clause.greater("layers", i - 1));
            }
        }
        return new Problem("layers", builder.build(), c -> {
            double loss = 0.2 * Math.abs(c.integer("layers") - 3);
            for (int i = 1; i <= c.integer("layers"); i++) {
                loss += 0.05 * square(Math.log(c.number("width" + i) / (256 >> i)) / Math.log(2));
            }
            return loss + 0.3 * square(Math.log10(c.number("lr")) + 2.5);
        });
    }

    private static Problem optimizer() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "sgd", "adam", "rmsprop")
                .logUniform("lr", 1e-5, 1)
                .uniform("dropout", 0, 0.8)
                .integer("layers", 1, 8)
                .uniform("momentum", 0, 0.99)
                .categorical("nesterov", true, false)
                .uniform("beta1", 0.5, 0.999)
                .logUniform("eps", 1e-9, 1e-3)
                .uniform("rho", 0.5, 0.999)
                .categorical("schedule", "none", "step", "cosine")
                .uniform("gamma", 0.1, 1)
                .integer("period", 1, 30)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .when("nesterov", Clause.greater("momentum", 0.2))
                .when("beta1", Clause.equal("optimizer", "adam"))
                .when("eps", Clause.in("optimizer", "adam", "rmsprop"))
                .when("rho", Clause.equal("optimizer", "rmsprop"))
                .when("gamma", Clause.equal("schedule", "step"))
                .when("period", Clause.not("schedule", "none"))
                .build();
        return new Problem("optimizer", space, c -> {
            String optimizer = c.text("optimizer");
            String schedule = c.text("schedule");
            double loss = 0.3 * square(Math.log10(c.number("lr")) + (optimizer.equals("sgd") ? 1 : 3))
                    + 2 * square(c.number("dropout") - 0.2)
                    + 0.03 * square(c.integer("layers") - 4);
            if (optimizer.equals("sgd")) {
                boolean nesterov = c.values().getOrDefault("nesterov", false).equals(true);
                loss += 1.5 * square(c.number("momentum") - 0.9) + (nesterov ? 0 : 0.1);
            } else {
                loss += 0.01 * square(Math.log10(c.number("eps")) + 8)
                        + (optimizer.equals("adam")
                                ? 0.1 + square(c.number("beta1") - 0.9)
                                : 0.2 + square(c.number("rho") - 0.9));
            }
            if (schedule.equals("none")) {
                return loss + 0.3;
            }
            loss += 0.001 * square(c.integer("period") - 20);
            return schedule.equals("step") ? loss + 0.1 + square(c.number("gamma") - 0.3) : loss;
        });
    }

    private static double square(double x) {
        return x * x;
    }

    private static String quartiles(double[] answers) {
        double[] sorted = answers.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return String.format(
                "%.3f [%.3f %.3f]", sorted[last / 2], sorted[last / 4], sorted[last - last / 4]);
    }
}
