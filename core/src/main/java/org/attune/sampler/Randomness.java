package org.attune.sampler;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers that depend on (seed, number, purpose) and on nothing else, so that what one decision draws never shifts what another does.
 */
public final class Randomness {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Randomness() {}

    /**
     * A fresh generator. Use {@code nextDouble}, {@code nextInt} and {@code nextLong}, which are fixed for all Java versions.
     *
     * @param seed of the study
     * @param number usually of the trial
     * @param purpose a word that no other use of the same number has
     */
    public static RandomGenerator of(long seed, long number, String purpose) {
        long state = mix(seed);
        state = mix(state ^ number);
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            state = mix(state ^ b);
        }
        return FACTORY.create(state);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) after one step of its counter. */
    private static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
