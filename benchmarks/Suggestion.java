import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.attune.sampler.Observation;
import org.attune.sampler.Sampler;
import org.attune.sampler.Samplers;
import org.attune.space.Configuration;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.spec.SamplerSpec;

/**
 * How long a suggestion of BOHB takes, by the number of results so far.
 *
 * <pre>java -cp cli/target/attune benchmarks/Suggestion.java [SUGGESTIONS]</pre>
 *
 * Measures taking in one more result and proposing the next configuration: the model is fitted anew each time. All proposals come from the model (by default a
 * third of a study's is random). What no sampler can beat, a random configuration of the same space, is measured in turn with it. {@code of CPU}: the median
 * time on a processor, which other programs on the machine disturb less; {@code ratio}: that to the random median. Spaces: 7 numbers, as for a multilayer
 * perceptron; 20 parameters, of them 8 fractions, 6 integers and 6 categories.
 */
public class Suggestion {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 50;

    public static void main(String[] arguments) {
        int suggestions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Map<String, SearchSpace> spaces = new LinkedHashMap<>();
        spaces.put("7 numbers", numbers());
        spaces.put("20 mixed", mixed());
        System.out.printf("milliseconds of %d suggestions, one thread%n", suggestions);
        System.out.printf(
                "%-12s%9s%10s%8s%10s%12s%8s%8s%n",
                "space", "results", "median", "p95", "of CPU", "random", "p95", "ratio");
        for (SearchSpace space : spaces.values()) {
            measure(space, 100, 4 * suggestions);
        }
        for (var space : spaces.entrySet()) {
            for (int results : new int[] {100, 1_000, 10_000}) {
                double[][] taken = measure(space.getValue(), results, suggestions);
                double median = quantile(taken[0], 0.5);
                double used = quantile(taken[2], 0.5);
                double limit = quantile(taken[1], 0.5);
                System.out.printf(
                        "%-12s%9d%10.2f%8.2f%10.2f%12.4f%8.4f%8.0f%n",
                        space.getKey(),
                        results,
                        median,
                        quantile(taken[0], 0.95),
                        used,
                        limit,
                        quantile(taken[1], 0.95),
                        used / limit);
            }
        }
    }

    /** Milliseconds of each suggestion of BOHB, of a random one made right after it, and of CPU that the first one used. */
    private static double[][] measure(SearchSpace space, int results, int suggestions) {
        SamplerSpec.Bohb standard = SamplerSpec.Bohb.standard();
        SamplerSpec.Bohb settings = new SamplerSpec.Bohb(
                standard.minPoints(),
                standard.topPercent(),
                0,
                standard.candidates(),
                standard.bandwidthFactor(),
                standard.minBandwidth());
        Sampler bohb = Samplers.create(settings, space, 1, 0);
        Sampler random = Samplers.create(new SamplerSpec.Random(), space, 1, 0);
        Random draws = new Random(1);
        for (int trial = 0; trial < results; trial++) {
            bohb.observe(result(space, trial, space.sample(draws)));
        }
        double[][] taken = new double[3][suggestions];
        List<Configuration> proposals = new ArrayList<>();
        for (int i = -WARM_UP; i < suggestions; i++) {
            int trial = results + WARM_UP + i;
            Observation next = result(space, trial, space.sample(draws));
            long cpu = CPU.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            bohb.observe(next);
            proposals.add(bohb.propose(trial).orElseThrow());
            long between = System.nanoTime();
            double used = (CPU.getCurrentThreadCpuTime() - cpu) / 1e6;
            long again = System.nanoTime();
            proposals.add(random.propose(trial).orElseThrow());
            long end = System.nanoTime();
            if (i >= 0) {
                taken[0][i] = (between - start) / 1e6;
                taken[1][i] = (end - again) / 1e6;
                taken[2][i] = used;
            }
        }
        if (proposals.stream().distinct().count() < suggestions) {
            throw new IllegalStateException("there should be as many configurations as suggestions.");
        }
        return taken;
    }

    /** A bowl around a point inside of the space, with the first choice of each category as the best. */
    private static Observation result(SearchSpace space, int trial, Configuration configuration) {
        double loss = 0;
        for (Parameter parameter : space.parameters()) {
            Object value = configuration.get(parameter.name());
            double off =
                    parameter instanceof NumberParameter ? parameter.encode(value) - 0.3 : value.equals("a") ? 0 : 0.5;
            loss += off * off;
        }
        return new Observation(trial, configuration, Observation.FULL, loss);
    }

    private static SearchSpace numbers() {
        return SearchSpace.builder()
                .logInteger("batch_size", 16, 512)
                .logUniform("learning_rate", 1e-4, 0.1)
                .uniform("momentum", 0.1, 0.99)
                .uniform("weight_decay", 1e-5, 0.1)
                .integer("num_layers", 1, 5)
                .logInteger("max_units", 64, 1024)
                .uniform("max_dropout", 0, 1)
                .build();
    }

    private static SearchSpace mixed() {
        SpaceBuilder space = SearchSpace.builder();
        for (int i = 0; i < 8; i++) {
            space.logUniform("fraction" + i, 1e-4, 1);
        }
        for (int i = 0; i < 6; i++) {
            space.integer("integer" + i, 1, 100);
        }
        for (int i = 0; i < 6; i++) {
            space.categorical("category" + i, "a", "b", "c", "d");
        }
        return space.build();
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
