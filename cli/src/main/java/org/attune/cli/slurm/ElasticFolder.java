package org.attune.cli.slurm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** The folder of the cluster that a study with worker jobs has to itself: the same for each run of it, so that one goes on with what the last left. */
public final class ElasticFolder {
    private static final int DIGITS = 12;

    private ElasticFolder() {}

    /** @param results the study's folder */
    public static Path of(String study, Path results, Map<String, String> environment) {
        return SlurmHome.of(environment)
                .resolve(study + "-"
                        + digest(results.toAbsolutePath().normalize().toString()));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "%064x".formatted(new BigInteger(1, hash)).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
