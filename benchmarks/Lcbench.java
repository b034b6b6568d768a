import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.simulate.SimulatedObjective;
import org.attune.simulate.Simulation;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecBuilder;
import org.attune.study.Event;

/**
 * How good the answers of BOHB under HyperBand are, against random search, on surrogates of real training runs: ten data sets of LCBench (Zimmer, Lindauer, Hutter, IEEE TPAMI
 * 2021) as YAHPO Gym has them (Pfisterer et al., AutoML-Conf 2022), in virtual time.
 *
 * <pre>
 * mvn -q dependency:get -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.29.0
 * java -cp cli/target/attune:$HOME/.m2/repository/com/microsoft/onnxruntime/onnxruntime/1.29.0/onnxruntime-1.29.0.jar benchmarks/Lcbench.java FOLDER [SEEDS]
 * </pre>
 *
 * FOLDER holds {@code lcbench/model.onnx} and {@code lcbench/encoding.json} of yahpo_data 1.0.2. A full trial has 52 epochs; a budget of 10 is what 10 full trials cost. A
 * trial that goes on after a pause pays its further epochs only. The loss is 100 - validation accuracy. The score at a budget is the least loss of a full trial, or before there is
 * one, the loss that the best at the highest epoch reached would have after 52. Regret is (score - best known) / (worst - best known), times 1,000: best known of 660,000
 * evaluations, worst of 100,000 random ones. Printed is the mean over the data sets: its mean over seeds and that one's standard error, and its least and most. One worker.
 */
public class Lcbench {
    private static final int EPOCHS = 52;
    private static final int[] BUDGETS = {10, 30, 100};

    private record DataSet(String id, double best, double worst) {}

    private static final List<DataSet> DATA_SETS = List.of(
            new DataSet("3945", 0.341682, 78.441826), new DataSet("34539", 0.853592, 91.275627),
            new DataSet("126026", 0.251541, 75.344177), new DataSet("146212", 0.802895, 99.996605),
            new DataSet("167104", 3.007973, 59.894135), new DataSet("167149", 0.525131, 62.821442),
            new DataSet("167161", 8.212166, 66.502625), new DataSet("167190", 4.431152, 69.184944),
            new DataSet("168331", 13.129837, 95.836937), new DataSet("189905", 3.135162, 98.554482));

    private static final SearchSpace SPACE = SearchSpace.builder()
            .logInteger("batch_size", 16, 512)
            .logUniform("learning_rate", 1e-4, 0.1)
            .uniform("momentum", 0.1, 0.99)
            .uniform("weight_decay", 1e-5, 0.1)
            .integer("num_layers", 1, 5)
            .logInteger("max_units", 64, 1024)
            .uniform("max_dropout", 0, 1)
            .build();

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0], "lcbench");
        int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        String encoding = Files.readString(folder.resolve("encoding.json"));
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        try (OrtSession model = OrtEnvironment.getEnvironment()
                .createSession(folder.resolve("model.onnx").toString(), options)) {
            check(model, encoding);
            System.out.printf("mean regret x 1,000 of %d data sets, %d seeds%n", DATA_SETS.size(), seeds);
            System.out.printf("%-20s%28s%28s%28s%n", "way", "budget 10", "budget 30", "budget 100");
            for (String way : List.of("random", "random+hyperband", "bohb", "bohb+hyperband")) {
                double[][] regrets = new double[BUDGETS.length][seeds];
                for (int seed = 0; seed < seeds; seed++) {
                    for (DataSet set : DATA_SETS) {
                        double[] scores = scores(model, code(encoding, set.id()), way, seed);
                        for (int budget = 0; budget < BUDGETS.length; budget++) {
                            regrets[budget][seed] += 1000
                                    * (scores[budget] - set.best())
                                    / (set.worst() - set.best())
                                    / DATA_SETS.size();
                        }
                    }
                }
                System.out.printf(
                        "%-20s%28s%28s%28s%n", way, summary(regrets[0]), summary(regrets[1]), summary(regrets[2]));
            }
        }
    }

    private static double[] scores(OrtSession model, int code, String way, int seed) {
        int budget = BUDGETS[BUDGETS.length - 1];
        Map<Configuration, double[]> curves = new HashMap<>();
        SimulatedObjective objective = (configuration, step) -> SimulatedObjective.Step.of(
                "loss", curves.computeIfAbsent(configuration, c -> curve(model, code, c))[step - 1], 1);
        StudySpecBuilder study =
                StudySpec.builder("lcbench").minimize("loss").space(SPACE).seed(seed);
        study = way.startsWith("bohb") ? study.bohb() : study.random();
        study = way.endsWith("hyperband")
                ? study.hyperBand(EPOCHS, 3).trials(4 * budget + 50)
                : study.stopAtStep(EPOCHS).trials(budget);
        Simulation.Result result = Simulation.run(study.build(), objective, 1);
        double[] scores = new double[BUDGETS.length];
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
                if (++paid == BUDGETS[next] * EPOCHS) {
                    scores[next++] = curves.get(answer)[EPOCHS - 1];
                }
            }
        }
        if (next < BUDGETS.length) {
            throw new IllegalStateException("the study ended after " + paid + " epochs.");
        }
        return scores;
    }

    /** The loss after each epoch. */
    private static double[] curve(OrtSession model, int code, Configuration configuration) {
        float[] values = new float[SPACE.parameters().size() + 1];
        for (int i = 1; i < values.length; i++) {
            values[i] =
                    (float) configuration.number(SPACE.parameters().get(i - 1).name());
        }
        int[][] sets = new int[EPOCHS][1];
        float[][] rows = new float[EPOCHS][];
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            sets[epoch - 1][0] = code;
            rows[epoch - 1] = values.clone();
            rows[epoch - 1][0] = epoch;
        }
        double[] curve = new double[EPOCHS];
        float[][] predicted = predict(model, sets, rows);
        for (int i = 0; i < EPOCHS; i++) {
            curve[i] = 100 - predicted[i][1];
        }
        return curve;
    }

    private static float[][] predict(OrtSession model, int[][] sets, float[][] rows) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor categories = OnnxTensor.createTensor(environment, sets);
                OnnxTensor numbers = OnnxTensor.createTensor(environment, rows);
                OrtSession.Result result = model.run(Map.of("x_cat", categories, "x_cont", numbers))) {
            return (float[][]) result.get("output").orElseThrow().getValue();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value that the surrogate is known to give, so that a mistake in its inputs is not taken for a bad search. */
    private static void check(OrtSession model, String encoding) {
        float[][] row = {{52, 64, 0.01f, 0.9f, 0.001f, 3, 256, 0.2f}};
        float accuracy = predict(model, new int[][] {{code(encoding, "3945")}}, row)[0][1];
        if (Math.abs(accuracy - 90.646866) > 1e-3) {
            throw new IllegalStateException("the surrogate should give 90.646866, but gave " + accuracy + ".");
        }
    }

    private static int code(String encoding, String id) {
        String key = "\"" + id + "\": ";
        int from = encoding.indexOf(key) + key.length();
        return Integer.parseInt(encoding.substring(from).split("[,}]", 2)[0].trim());
    }

    private static String summary(double[] regrets) {
        double mean = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double regret : regrets) {
            mean += regret / regrets.length;
            least = Math.min(least, regret);
            most = Math.max(most, regret);
        }
        double squares = 0;
        for (double regret : regrets) {
            squares += (regret - mean) * (regret - mean);
        }
        double error = Math.sqrt(squares / Math.max(1, regrets.length - 1) / regrets.length);
        return String.format("%.1f +- %.1f [%.0f %.0f]", mean, error, least, most);
    }
}
