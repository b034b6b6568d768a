import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Configuration;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceFormats;

/**
 * How long 100,000 random configurations take, beside a plain loop.
 *
 * <pre>java -cp cli/target/attune benchmarks/SpaceSampling.java [CONFIGURATIONS [FILE...]]</pre>
 *
 * The plain loop draws a value for each parameter, drops those that are not active, asks whether the rest is allowed, and begins anew if it is not; it is the
 * definition of the distribution. It is stopped after two seconds, and its time is what all would take; it is infinite where none was allowed by then. Both are timed in
 * turn, one thread, five times; {@code to the first} is the time to the first configuration, with all that is made ready for it. Spaces: of four parameters; of 60 in a
 * deep tree of conditions; the same with clauses that refuse nearly all; eight whole numbers that are equal; six real ones that rise; and those of FILEs, in any
 * form that Attune reads.
 */
public class SpaceSampling {
    private static final int ROUNDS = 5;
    private static final long PATIENCE = 2_000_000_000L;

    public static void main(String[] arguments) throws Exception {
        int wanted = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Map<String, SearchSpace> spaces = new LinkedHashMap<>();
        spaces.put("article", article());
        spaces.put("pipeline", pipeline().build());
        spaces.put("narrow", narrow(pipeline()));
        spaces.put("equal", chain(8, Comparison.NOT_EQUAL));
        spaces.put("rising", chain(6, Comparison.GREATER));
        for (String file : arguments.length > 1 ? Arrays.copyOfRange(arguments, 1, arguments.length) : new String[0]) {
            spaces.put(Path.of(file).getFileName().toString(), read(file));
        }
        System.out.printf("seconds for %,d configurations, one thread, %d rounds%n", wanted, ROUNDS);
        System.out.printf(
                "%-22s%8s%8s%8s%12s%12s%14s%n", "space", "median", "least", "most", "loop", "to the loop", "to the first");
        for (var space : spaces.entrySet()) {
            measure(space.getKey(), space.getValue(), wanted);
        }
    }

    private static void measure(String name, SearchSpace space, int wanted) {
        SplittableRandom random = new SplittableRandom(1);
        long start = System.nanoTime();
        space.sample(random);
        double first = (System.nanoTime() - start) / 1e9;
        double[] sampled = new double[ROUNDS];
        double[] looped = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            sampled[round] = seconds(() -> space.sample(random), wanted);
            looped[round] = seconds(() -> plain(space, random), wanted);
        }
        Arrays.sort(sampled);
        Arrays.sort(looped);
        System.out.printf(
                "%-22s%8.3f%8.3f%8.3f%12.3f%12.2g%14.3f%n",
                name,
                sampled[ROUNDS / 2],
                sampled[0],
                sampled[ROUNDS - 1],
                looped[ROUNDS / 2],
                sampled[ROUNDS / 2] / looped[ROUNDS / 2],
                first);
    }

    private static double seconds(Supplier<Configuration> make, int wanted) {
        long start = System.nanoTime();
        int made = 0;
        while (made < wanted && System.nanoTime() - start < PATIENCE) {
            made += make.get() == null ? 0 : 1;
        }
        return (System.nanoTime() - start) / 1e9 * wanted / made;
    }

    /** Null if it is forbidden. */
    private static Configuration plain(SearchSpace space, SplittableRandom random) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            values.put(parameter.name(), parameter.quantile(random.nextDouble()));
        }
        Configuration active = space.completed(values);
        return space.forbidden().isEmpty() || space.allows(active.values()) ? active : null;
    }

    private static SearchSpace article() {
        return SearchSpace.builder()
                .logUniform("lr", 1e-4, 1e-2)
                .logUniform("weight_decay", 1e-5, 1e-2)
                .categorical("batch_size", 16, 32, 64, 128)
                .categorical("conv_dim", 256, 512, 1024)
                .build();
    }

    /** Five stages of twelve parameters: what is chosen in one decides what is active in it, three deep. */
    private static SpaceBuilder pipeline() {
        SpaceBuilder space = SearchSpace.builder();
        for (int stage = 0; stage < 5; stage++) {
            String name = "stage" + stage + ".";
            space.categorical(name + "method", "none", "scale", "select", "learn");
            space.logUniform(name + "scale.factor", 1e-3, 1).when(name + "scale.factor", is(name + "method", "scale"));
            space.integer(name + "select.count", 1, 100).when(name + "select.count", is(name + "method", "select"));
            space.categorical(name + "model", "tree", "net").when(name + "model", is(name + "method", "learn"));
            space.integer(name + "tree.depth", 1, 12).when(name + "tree.depth", is(name + "model", "tree"));
            space.uniform(name + "tree.share", 0.1, 1)
                    .when(name + "tree.share", Clause.greater(name + "tree.depth", 3));
            space.categorical(name + "net.optimizer", "adam", "sgd")
                    .when(name + "net.optimizer", is(name + "model", "net"));
            space.logUniform(name + "net.lr", 1e-5, 1).when(name + "net.lr", is(name + "model", "net"));
            space.uniform(name + "net.momentum", 0, 0.99)
                    .when(name + "net.momentum", is(name + "net.optimizer", "sgd"));
            space.uniform(name + "net.beta", 0.8, 0.999).when(name + "net.beta", is(name + "net.optimizer", "adam"));
            space.logInteger(name + "net.width", 8, 1024).when(name + "net.width", is(name + "model", "net"));
            space.uniform(name + "net.dropout", 0, 0.9)
                    .when(name + "net.dropout", Clause.greater(name + "net.width", 64));
        }
        for (int stage = 1; stage < 5; stage++) {
            space.forbid(Clause.all(
                    is("stage" + stage + ".method", "learn"), is("stage" + (stage - 1) + ".method", "learn")));
        }
        return space;
    }

    /** What is learnt must be a net that is wide and slow, and everything must be learnt or scaled by little. */
    private static SearchSpace narrow(SpaceBuilder space) {
        for (int stage = 0; stage < 5; stage++) {
            String name = "stage" + stage + ".";
            space.forbid(Clause.in(name + "method", "none", "select"));
            space.forbid(Clause.greater(name + "scale.factor", 0.002));
            space.forbid(is(name + "model", "tree"));
            space.forbid(Clause.any(Clause.greater(name + "net.lr", 1e-4), Clause.less(name + "net.width", 512)));
        }
        return space.build();
    }

    private static SearchSpace chain(int length, Comparison refused) {
        SpaceBuilder space = SearchSpace.builder();
        for (int i = 0; i < length; i++) {
            if (refused == Comparison.NOT_EQUAL) {
                space.integer("n" + i, 1, 100);
            } else {
                space.uniform("n" + i, 0, 1);
            }
            if (i > 0) {
                space.forbid(Clause.relate("n" + (i - 1), refused, "n" + i));
            }
        }
        return space.build();
    }

    private static Clause is(String parameter, Object value) {
        return Clause.equal(parameter, value);
    }

    private static SearchSpace read(String file) throws IOException {
        String text = Files.readString(Path.of(file));
        return SpaceFormats.recognise(text).orElseThrow().read(text, file).space();
    }
}
