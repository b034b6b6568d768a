package org.attune.sampler.kde;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.text.Json;

/** The numbers that HpBandSter made of fixed observations, read from their files outside the repository. */
public final class BohbReference {
    private BohbReference() {}

    /** A file as JSON; without the folder the calling test is skipped, or fails where {@code CI=true}. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read(String name) {
        Path file = shared().resolve("reference/bohb").resolve(name + ".json");
        if (!Files.exists(file)) {
            String message = "the reference " + file + " is not there.";
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        try {
            return (Map<String, Object>) Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Object list) {
        return (List<Map<String, Object>>) list;
    }

    /** Rows of numbers; null is not-a-number. */
    public static double[][] rows(Object list) {
        return ((List<?>) list).stream().map(BohbReference::numbers).toArray(double[][]::new);
    }

    /** Numbers; null is not-a-number, "inf" and "-inf" are infinite. */
    public static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(BohbReference::number).toArray();
    }

    public static int[] integers(Object list) {
        return ((List<?>) list).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }

    public static double number(Object value) {
        if (value instanceof String text) {
            return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    private static Path shared() {
        String set = System.getProperty("ATTUNE_SHARED", System.getenv("ATTUNE_SHARED"));
        return set != null ? Path.of(set) : repository().resolve("../shared");
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(".ci")) && !Files.exists(folder.resolve("core/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
