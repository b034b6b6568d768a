package org.attune.cli.slurm.submit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.cli.BadInput;
import org.attune.spec.SlurmTimes;

/**
 * Options of {@code sbatch} by their long names.
 *
 * @param values empty where an option has none
 */
public record SbatchOptions(Map<String, String> values) {
    /** Of which Slurm takes one. */
    private static final List<Set<String>> EITHER = List.of(
            Set.of("mem", "mem-per-cpu", "mem-per-gpu"),
            Set.of("gpus", "gpus-per-node", "gpus-per-task", "gres"),
            Set.of("ntasks", "ntasks-per-node"),
            Set.of("exclusive", "oversubscribe"),
            Set.of("requeue", "no-requeue"));

    private static final List<String> FIRST = List.of(
            "job-name",
            "nodes",
            "ntasks",
            "ntasks-per-node",
            "cpus-per-task",
            "gpus-per-node",
            "gres",
            "mem",
            "mem-per-cpu",
            "time",
            "partition",
            "account");
    private static final List<String> LAST = List.of("output", "error", "open-mode", "no-kill", "requeue");

    /** @throws BadInput for a value of several lines, of which a script would run all but the first */
    public SbatchOptions {
        values.forEach((name, value) -> {
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw new BadInput("a value of sbatch's options must be one line, but --" + name + " has several: '"
                        + value.lines().findFirst().orElse("") + "...'.");
            }
        });
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** With others, which count where both say something. */
    public SbatchOptions with(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(values);
        EITHER.stream()
                .filter(set -> set.stream().anyMatch(others::containsKey))
                .forEach(all.keySet()::removeAll);
        all.putAll(others);
        return new SbatchOptions(all);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** Of a range, {@code 2-4}, its lower end; absent if it is no number. */
    public OptionalInt count(String name) {
        return value(name)
                .filter(value -> value.matches("\\d{1,9}(-\\d+)?"))
                .map(value -> Integer.parseInt(value.replaceFirst("-.*", "")))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** Of a range its upper end; absent if it is none. */
    OptionalInt most(String name) {
        return value(name)
                .filter(value -> value.matches("\\d{1,9}-\\d{1,9}"))
                .map(value -> OptionalInt.of(Integer.parseInt(value.replaceFirst(".*-", ""))))
                .orElse(OptionalInt.empty());
    }

    /** Limit of an allocation; absent if none was asked for. */
    public Optional<Duration> time() {
        return value("time").flatMap(SbatchOptions::time);
    }

    /** Words of a command line: {@code --nodes=4}. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        values.forEach((name, value) -> words.add("--" + name + (value.isEmpty() ? "" : "=" + value)));
        return words;
    }

    /** Lines of a script, what people look for first: {@code #SBATCH --nodes=4}. */
    String header() {
        return values.entrySet().stream()
                .sorted(Comparator.comparingInt(option -> place(option.getKey())))
                .map(option -> "#SBATCH --" + option.getKey()
                        + (option.getValue().isEmpty() ? "" : "=" + quoted(option.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static int place(String name) {
        return FIRST.contains(name) ? FIRST.indexOf(name) - FIRST.size() : LAST.indexOf(name) + 1;
    }

    /** As Slurm reads the lines of a script. */
    private static String quoted(String value) {
        boolean isPlain = Stream.of(" ", "\t", "#", "'", "\"", "\\").noneMatch(value::contains);
        return isPlain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A time with units, which Slurm does not know, as Slurm writes it; what is no time is left to Slurm. */
    static String asTime(String value) {
        return time(value).map(SlurmTimes::write).orElse(value);
    }

    private static Optional<Duration> time(String value) {
        try {
            return Optional.of(SlurmTimes.parse("--time", value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
