import java.util.Map;
import java.util.Random;
import org.attune.Attune;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.study.Study;
import org.attune.tuner.TrialContext;

/** Tunes gradient descent for a ridge regression: the trial is a method of this program. */
public class Ridge {
    private static final int SAMPLES = 60;
    private static final int FEATURES = 20;
    private static final double[][] X = new double[2 * SAMPLES][FEATURES];
    private static final double[] Y = new double[2 * SAMPLES];

    public static void main(String[] arguments) throws Exception {
        makeData();
        StudySpec spec = StudySpec.builder("ridge")
                .minimize("loss")
                .space(SearchSpace.builder()
                        .logUniform("lr", 1e-3, 1)
                        .logUniform("penalty", 1e-4, 10)
                        .uniform("momentum", 0, 0.95)
                        .build())
                .bohb()
                .hyperBand(27, 3)
                .trials(49)
                .seed(1)
                .build();
        Study study = Attune.run(spec, Ridge::train);
        var best = study.best().orElseThrow();
        System.out.printf("best: trial %d, loss %.4f at step %d, %s%n",
                best.id(), best.bestValue(), best.best().orElseThrow().step(), best.configuration());
    }

    /** Reports the loss on held-out samples after each step, until the scheduler has seen enough. */
    static void train(TrialContext trial) {
        double lr = trial.configuration().number("lr");
        double penalty = trial.configuration().number("penalty");
        double momentum = trial.configuration().number("momentum");
        double[] weights = new double[FEATURES];
        double[] velocity = new double[FEATURES];
        for (int step = 1; step <= 27; step++) {
            double[] gradient = new double[FEATURES];
            for (int i = 0; i < SAMPLES; i++) {
                double error = predict(weights, X[i]) - Y[i];
                for (int j = 0; j < FEATURES; j++) {
                    gradient[j] += error * X[i][j] / SAMPLES;
                }
            }
            for (int j = 0; j < FEATURES; j++) {
                velocity[j] = momentum * velocity[j] - lr * (gradient[j] + penalty * weights[j] / SAMPLES);
                weights[j] += velocity[j];
            }
            trial.report(Map.of("loss", loss(weights)));
        }
    }

    private static double predict(double[] weights, double[] x) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            sum += weights[j] * x[j];
        }
        return sum;
    }

    private static double loss(double[] weights) {
        double sum = 0;
        for (int i = SAMPLES; i < 2 * SAMPLES; i++) {
            sum += Math.pow(predict(weights, X[i]) - Y[i], 2) / SAMPLES;
        }
        return sum;
    }

    private static void makeData() {
        Random random = new Random(1);
        double[] truth = random.doubles(FEATURES, -1, 1).toArray();
        for (int i = 0; i < X.length; i++) {
            for (int j = 0; j < FEATURES; j++) {
                X[i][j] = random.nextGaussian();
            }
            Y[i] = predict(truth, X[i]) + 2 * random.nextGaussian();
        }
    }
}
