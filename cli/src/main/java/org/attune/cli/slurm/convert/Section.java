package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.text.YamlText;

/** A script's head as the {@code slurm} section of a study file. */
final class Section {
    private static final Set<String> OF_THE_JOB_ALONE = Set.of(
            "job-name",
            "output",
            "error",
            "ntasks",
            "ntasks-per-node",
            "array",
            "wrap",
            "parsable",
            "test-only",
            "input",
            "cpus-per-task",
            "nodes",
            "gres",
            "gpus",
            "gpus-per-node",
            "gpus-per-task");
    private static final Set<String> KEYS =
            Set.of("mem", "mem-per-cpu", "time", "account", "qos", "reservation", "constraint");
    private static final Pattern MODULE = Pattern.compile("(?:module\\s+(?:load|add)|ml)\\s+((?:[\\w./+-]+\\s*)+)");
    private static final Pattern GPU = Pattern.compile("gpu:(?:([^:,]+):)?(\\d+)");

    private final Header header;
    private final Optional<String> cpus;
    private final List<String> setup;

    /**
     * @param cpus of each worker, as the script has it
     * @param setup what the script does before Ray
     */
    Section(Header header, Optional<String> cpus, List<String> setup) {
        this.header = header;
        this.cpus = cpus.filter(it -> it.matches("\\d+")).or(() -> header.find("cpus-per-task"));
        this.setup = setup;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("slurm:"));
        header.find("nodes").filter(nodes -> nodes.matches("\\d+")).ifPresent(nodes -> lines.add("  nodes: " + nodes));
        cpus.filter(it -> it.matches("\\d+")).ifPresent(count -> lines.add("  cpus_per_task: " + count));
        gpus().filter(gpus -> gpus.matches("([^\\s:]+:)?\\d+"))
                .ifPresent(gpus -> lines.add("  gpus_per_node: " + gpus));
        for (Map.Entry<String, String> option : header.options().entrySet()) {
            if (option.getValue().matches(".*[{$].*")) {
                continue;
            } else if (KEYS.contains(option.getKey())) {
                lines.add("  " + option.getKey().replace('-', '_') + ": " + plain(option.getValue()));
            } else if (option.getKey().equals("partition")) {
                List<String> names = List.of(option.getValue().split(","));
                lines.add("  partition: " + (names.size() == 1 ? plain(names.get(0)) : YamlText.of(names)));
            }
        }
        Map<String, Object> others = new LinkedHashMap<>();
        header.options().forEach((name, value) -> {
            boolean isKnown = KEYS.contains(name)
                    || OF_THE_JOB_ALONE.contains(name)
                    || name.equals("partition")
                    || name.length() == 1;
            if (!isKnown && !value.matches(".*[{$].*")) {
                others.put(name, value.isEmpty() ? Boolean.TRUE : value);
            }
        });
        if (!others.isEmpty()) {
            lines.add("  options: " + YamlText.of(others));
        }
        lines.addAll(before());
        return lines;
    }

    /** Modules alone where they come first, since their lines are run before all others. */
    private List<String> before() {
        List<String> modules = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String line : setup) {
            Matcher module = MODULE.matcher(line.strip());
            if (rest.isEmpty() && module.matches()) {
                modules.addAll(List.of(module.group(1).strip().split("\\s+")));
            } else {
                rest.add(line);
            }
        }
        List<String> lines = new ArrayList<>();
        if (!modules.isEmpty()) {
            lines.add("  modules: " + YamlText.of(modules));
        }
        if (!rest.isEmpty()) {
            lines.add("  setup: |");
            rest.forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private Optional<String> gpus() {
        Matcher gres = GPU.matcher(header.find("gres").orElse(""));
        if (gres.find()) {
            return Optional.of(gres.group(1) == null ? gres.group(2) : gres.group(1) + ":" + gres.group(2));
        }
        return header.find("gpus-per-node")
                .or(() -> header.find("gpus-per-task"))
                .or(this::gpusOfNodes);
    }

    private Optional<String> gpusOfNodes() {
        Optional<String> all = header.find("gpus").filter(count -> count.matches("\\d{1,6}"));
        Optional<String> nodes =
                header.find("nodes").or(() -> Optional.of("1")).filter(count -> count.matches("[1-9]\\d{0,5}"));
        boolean isEven = all.isPresent()
                && nodes.isPresent()
                && Integer.parseInt(all.get()) % Integer.parseInt(nodes.get()) == 0;
        return isEven
                ? Optional.of(Integer.toString(Integer.parseInt(all.get()) / Integer.parseInt(nodes.get())))
                : Optional.empty();
    }

    private static String plain(String value) {
        return value.matches("[\\d:-]+") ? value : YamlText.text(value);
    }
}
