package org.attune.sampler;

import java.util.stream.IntStream;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;

/**
 * Which of six algorithms, each with three numbers of its own and its own best place for them, beside one number that all have. One algorithm is the best at its best
 * place; at a random place most others do as well, so what is learned about one algorithm's numbers must not be mixed with another's. The least loss is 0.
 */
final class ConditionalProblem {
    private static final int ALGORITHMS = 6;
    private static final int OWN = 3;
    private static final int BEST = 4;

    static final SearchSpace SPACE = space();

    private ConditionalProblem() {}

    private static SearchSpace space() {
        SpaceBuilder builder = SearchSpace.builder()
                .categorical("algorithm", IntStream.range(0, ALGORITHMS).boxed().toArray())
                .uniform("shared", 0, 1);
        for (int algorithm = 0; algorithm < ALGORITHMS; algorithm++) {
            for (int i = 0; i < OWN; i++) {
                builder.uniform(name(algorithm, i), 0, 1)
                        .when(name(algorithm, i), Clause.equal("algorithm", algorithm));
            }
        }
        return builder.forbid(Clause.all(Clause.greater("shared", 0.6), Clause.greater(name(BEST, 0), 0.6)))
                .build();
    }

    static double loss(Configuration configuration) {
        int algorithm = (int) configuration.integer("algorithm");
        double loss = algorithm == BEST ? 0 : 0.1 + 0.05 * algorithm;
        for (int i = 0; i < OWN; i++) {
            double best = 0.2 + 0.1 * ((3 * algorithm + 5 * i) % 7);
            loss += 2 * square(configuration.number(name(algorithm, i)) - best);
        }
        return loss + square(configuration.number("shared") - 0.3);
    }

    private static String name(int algorithm, int i) {
        return "a" + algorithm + ".x" + i;
    }

    private static double square(double x) {
        return x * x;
    }
}
