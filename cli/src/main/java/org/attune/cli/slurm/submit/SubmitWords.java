package org.attune.cli.slurm.submit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attune.cli.BadInput;

/**
 * What a command line says beside the options that Attune knows: a study file, and options of {@code sbatch}.
 *
 * @param files words that are no options, nor values of them
 * @param options by their long names
 */
record SubmitWords(List<String> files, Map<String, String> options) {
    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("A", "account"),
            Map.entry("a", "array"),
            Map.entry("B", "extra-node-info"),
            Map.entry("b", "begin"),
            Map.entry("C", "constraint"),
            Map.entry("c", "cpus-per-task"),
            Map.entry("D", "chdir"),
            Map.entry("d", "dependency"),
            Map.entry("e", "error"),
            Map.entry("F", "nodefile"),
            Map.entry("G", "gpus"),
            Map.entry("H", "hold"),
            Map.entry("i", "input"),
            Map.entry("J", "job-name"),
            Map.entry("k", "no-kill"),
            Map.entry("L", "licenses"),
            Map.entry("M", "clusters"),
            Map.entry("m", "distribution"),
            Map.entry("N", "nodes"),
            Map.entry("n", "ntasks"),
            Map.entry("O", "overcommit"),
            Map.entry("o", "output"),
            Map.entry("p", "partition"),
            Map.entry("Q", "quiet"),
            Map.entry("q", "qos"),
            Map.entry("S", "core-spec"),
            Map.entry("s", "oversubscribe"),
            Map.entry("t", "time"),
            Map.entry("V", "version"),
            Map.entry("v", "verbose"),
            Map.entry("W", "wait"),
            Map.entry("w", "nodelist"),
            Map.entry("x", "exclude"));

    /** Options without a value, or whose value only comes behind an equals sign. */
    private static final Set<String> ALONE = Set.of(
            "contiguous",
            "exclusive",
            "get-user-env",
            "hold",
            "ignore-pbs",
            "nice",
            "no-kill",
            "no-requeue",
            "overcommit",
            "oversubscribe",
            "parsable",
            "propagate",
            "quiet",
            "reboot",
            "requeue",
            "spread-job",
            "stepmgr",
            "test-only",
            "usage",
            "use-min-nodes",
            "verbose",
            "version",
            "wait");

    /** Of those the short ones, which may stand together: {@code -Hv}. */
    private static final String SHORT_ALONE = "HkOQsVvW";

    private static final Map<String, String> NOT_HERE = Map.of(
            "array", "A study is one job; its trials are shared out by Attune.",
            "wrap", "The script is Attune's. Lines of your own go into slurm: {setup: [...]}.",
            "test-only", "Write --dry-run.",
            "parsable", "Write --json.",
            "wait", "'attune slurm logs -f' follows a job until it ends.",
            "usage", "Ask sbatch itself: sbatch --usage.",
            "version", "Ask sbatch itself: sbatch --version.");

    /** @throws BadInput for an option that makes something else of the job */
    static SubmitWords of(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        List<String> files = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            String word = left.poll();
            if (word.matches("--[A-Za-z].*")) {
                longOption(word.substring(2), left, options);
            } else if (word.matches("-[A-Za-z].*")) {
                shortOption(word, left, options);
            } else {
                files.add(word);
            }
        }
        if (files.isEmpty()) {
            refuseSwallowed(words, options);
        }
        return new SubmitWords(List.copyOf(files), options);
    }

    /** What Slurm adds to its options is not known here: one without a value takes the word behind it. */
    private static void refuseSwallowed(List<String> words, Map<String, String> options) {
        options.forEach((name, value) -> {
            if (value.matches("(?i).*\\.ya?ml") && words.contains(value)) {
                throw new BadInput("which study? " + value + " was taken for the value of --" + name
                        + ". If that has none, name the study first: attune slurm submit " + value + " --" + name);
            }
        });
    }

    private static void longOption(String word, Deque<String> left, Map<String, String> options) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        put(name, equals < 0 ? next(name, left) : word.substring(equals + 1), options);
    }

    private static void shortOption(String word, Deque<String> left, Map<String, String> options) {
        String name = LONG.get(word.substring(1, 2));
        if (name == null) {
            throw new BadInput("sbatch has no option " + word.substring(0, 2) + ".");
        }
        String rest = word.substring(2).replaceFirst("^=", "");
        if (SHORT_ALONE.contains(word.substring(1, 2)) && rest.matches("[A-Za-z].*") && !rest.equals("off")) {
            put(name, "", options);
            shortOption("-" + rest, left, options);
            return;
        }
        put(name, rest.isEmpty() ? next(name, left) : rest, options);
    }

    private static String next(String name, Deque<String> left) {
        boolean hasValue =
                !ALONE.contains(name) && !left.isEmpty() && !left.peek().matches("-[-A-Za-z].*");
        return hasValue ? left.poll() : "";
    }

    private static void put(String name, String value, Map<String, String> options) {
        if (NOT_HERE.containsKey(name)) {
            throw new BadInput("--" + name + " cannot be given here. " + NOT_HERE.get(name));
        }
        options.put(name, name.equals("time") ? SbatchOptions.asTime(value) : value);
    }
}
