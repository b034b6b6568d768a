package org.attune.engine.slurm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Slurm's commands print, made readable. */
final class SlurmWords {
    /** {@code sbatch: error: }, {@code squeue: fatal: }. */
    private static final Pattern SPEAKER = Pattern.compile("^\\w+: (?:(?:error|fatal|warning|info): )?");

    private SlurmWords() {}

    /** What was said in one line, without who said it, and nothing twice. */
    static String plain(String said) {
        return said.lines()
                .map(line -> SPEAKER.matcher(line.strip()).replaceFirst(""))
                .filter(line -> !line.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** Seconds since 1970, or a time of this machine's zone; absent if it is neither, as {@code N/A} and {@code Unknown}. */
    static Optional<Instant> time(String text) {
        try {
            return text.matches("\\d{1,12}")
                    ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
                    : Optional.of(LocalDateTime.parse(text)
                            .atZone(ZoneId.systemDefault())
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
