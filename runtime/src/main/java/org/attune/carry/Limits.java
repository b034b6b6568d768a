package org.attune.carry;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much is carried at most, in bytes.
 *
 * @param checkpoint of one checkpoint
 * @param files of the files of one study
 */
public record Limits(long checkpoint, long files) {
    /** Names of the variables that set another limit. */
    public static final String CHECKPOINT = "ATTUNE_CHECKPOINT_LIMIT";

    public static final String FILES = "ATTUNE_FILES_LIMIT";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?(|kB|MB|GB|TB|KiB|MiB|GiB|TiB)");
    private static final Map<String, Double> UNITS = Map.of(
            "", 1.0, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB",
            0x1p40);

    public static final Limits STANDARD = new Limits(10L << 30, 1L << 30);

    /**
     * From an environment, such as {@code ATTUNE_CHECKPOINT_LIMIT=20GB}.
     *
     * @throws IllegalArgumentException if what it says is no size
     */
    public static Limits of(Map<String, String> environment) {
        return new Limits(size(environment, CHECKPOINT, STANDARD.checkpoint), size(environment, FILES, STANDARD.files));
    }

    private static long size(Map<String, String> environment, String variable, long standard) {
        String text = environment.getOrDefault(variable, "");
        if (text.isBlank()) {
            return standard;
        }
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    variable + " must be a size such as 20GB, 500MB or a number of bytes, but is '" + text + "'.");
        }
        return (long) (Double.parseDouble(size.group(1)) * UNITS.get(size.group(2)));
    }
}
