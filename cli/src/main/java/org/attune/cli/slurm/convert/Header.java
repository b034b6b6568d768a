package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of {@code sbatch} in a script's head, by their long names, in order. */
record Header(Map<String, String> options, List<Statement> lines) {
    private static final Map<Character, String> LONG = Map.ofEntries(
            Map.entry('J', "job-name"),
            Map.entry('N', "nodes"),
            Map.entry('n', "ntasks"),
            Map.entry('c', "cpus-per-task"),
            Map.entry('t', "time"),
            Map.entry('p', "partition"),
            Map.entry('A', "account"),
            Map.entry('q', "qos"),
            Map.entry('C', "constraint"),
            Map.entry('G', "gpus"),
            Map.entry('o', "output"),
            Map.entry('e', "error"),
            Map.entry('D', "chdir"),
            Map.entry('w', "nodelist"),
            Map.entry('x', "exclude"),
            Map.entry('d', "dependency"),
            Map.entry('a', "array"),
            Map.entry('L', "licenses"),
            Map.entry('b', "begin"),
            Map.entry('M', "clusters"),
            Map.entry('i', "input"));
    private static final Pattern OPTION = Pattern.compile("--([a-z][a-z0-9-]*)(?:=(.*))?|-([A-Za-z])=?(.*)");

    static Header of(List<Statement> statements) {
        Map<String, String> options = new LinkedHashMap<>();
        List<Statement> lines = new ArrayList<>();
        for (Statement statement : statements) {
            if (!statement.isComment() && !isTemplate(statement)) {
                break;
            } else if (statement.text().startsWith("#SBATCH")) {
                lines.add(statement);
                read(statement.text().substring("#SBATCH".length()).replaceFirst("\\s#.*", ""), options);
            }
        }
        return new Header(options, lines);
    }

    /** Of a text that is still to be filled in: more of the head may follow. */
    private static boolean isTemplate(Statement statement) {
        return statement.text().matches("\\$\\{[A-Z_]+}|\\{\\{\\s*\\w+\\s*}}");
    }

    private static void read(String text, Map<String, String> options) {
        List<String> words = Shell.words(text);
        for (int i = 0; i < words.size(); i++) {
            Matcher option = OPTION.matcher(words.get(i));
            if (!option.matches()) {
                continue;
            }
            boolean isLong = option.group(1) != null;
            String name =
                    isLong ? option.group(1) : LONG.getOrDefault(option.group(3).charAt(0), option.group(3));
            String value = isLong ? option.group(2) : option.group(4).isEmpty() ? null : option.group(4);
            if (value == null && i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
                value = words.get(++i);
            }
            options.put(name.equals("tasks-per-node") ? "ntasks-per-node" : name, value == null ? "" : value);
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** A task on each node, as Ray's workers were. */
    boolean hasATaskOnEachNode() {
        boolean perNode = find("ntasks-per-node").filter("1"::equals).isPresent();
        boolean none = find("ntasks").isEmpty() && find("ntasks-per-node").isEmpty();
        boolean asMany = find("ntasks").isPresent()
                && find("ntasks").equals(find("nodes"))
                && find("ntasks-per-node").isEmpty();
        return perNode && find("ntasks").isEmpty()
                || none
                || asMany
                || perNode && find("ntasks").equals(find("nodes"));
    }

    boolean asksForGpus() {
        return options.keySet().stream().anyMatch(name -> name.startsWith("gpus"))
                || find("gres").filter(gres -> gres.contains("gpu")).isPresent();
    }
}
