import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.attune.space.Configuration;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext;

/** Gradient descent for a ridge regression, as a trial of its own process that goes on from its last checkpoint. */
public class RidgeTrial implements JavaTrainable {
    private static final int SAMPLES = 60;
    private static final int FEATURES = 20;
    private static final int STEPS = 27;
    private static final String FILE = "weights";

    private final double[][] x = new double[2 * SAMPLES][FEATURES];
    private final double[] y = new double[2 * SAMPLES];
    private final double[] weights = new double[FEATURES];
    private final double[] velocity = new double[FEATURES];

    public RidgeTrial() {
        Random random = new Random(1);
        double[] truth = random.doubles(FEATURES, -1, 1).toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = random.doubles(FEATURES, -2, 2).toArray();
            y[i] = product(truth, x[i]) + 2 * random.nextGaussian();
        }
    }

    @Override
    public void run(TrialContext trial) throws IOException {
        Configuration settings = trial.configuration();
        if (trial.checkpoint().isPresent()) {
            read(trial.checkpoint().get().resolve(FILE));
        }
        for (int step = trial.step() + 1; step <= STEPS; step++) {
            descend(settings.number("lr"), settings.number("penalty"), settings.number("momentum"));
            Path checkpoint = trial.newCheckpoint();
            write(checkpoint.resolve(FILE));
            trial.report(step, Map.of("loss", loss()), Optional.of(checkpoint));
        }
    }

    private void descend(double lr, double penalty, double momentum) {
        double[] gradient = new double[FEATURES];
        for (int i = 0; i < SAMPLES; i++) {
            double error = product(weights, x[i]) - y[i];
            for (int j = 0; j < FEATURES; j++) {
                gradient[j] += error * x[i][j] / SAMPLES;
            }
        }
        for (int j = 0; j < FEATURES; j++) {
            velocity[j] = momentum * velocity[j] - lr * (gradient[j] + penalty * weights[j] / SAMPLES);
            weights[j] += velocity[j];
        }
    }

    private double loss() {
        double sum = 0;
        for (int i = SAMPLES; i < 2 * SAMPLES; i++) {
            sum += Math.pow(product(weights, x[i]) - y[i], 2) / SAMPLES;
        }
        return sum;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private void write(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * FEATURES * Double.BYTES);
        bytes.asDoubleBuffer().put(weights).put(velocity);
        Files.write(file, bytes.array());
    }

    private void read(Path file) throws IOException {
        ByteBuffer.wrap(Files.readAllBytes(file)).asDoubleBuffer().get(weights).get(velocity);
    }
}
