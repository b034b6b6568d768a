package org.attune.spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads how a study is run on Slurm. Times and sizes are those of Slurm's commands. */
final class SlurmReader {
    private static final Pattern OPTION = Pattern.compile("--([a-z][a-z0-9-]*)(?:=(.*))?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern WORD = Pattern.compile("[^\\s,]+");
    private static final Pattern GPUS = Pattern.compile("([^\\s,:]+:)?[1-9]\\d{0,5}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgGtT]?)(i?[bB])?");
    private static final String LIST = "a list of texts";

    /** What Attune itself says to sbatch, or what would make something else of the job than a run of the study. */
    private static final Set<String> OURS = Set.of("array", "parsable", "test-only", "wrap");

    private SlurmReader() {}

    static Optional<SlurmSpec> read(TextNode node, Problems problems) {
        return Fields.of("slurm", node, Section.SLURM, "slurm: {nodes: 4, cpus_per_task: 5, time: 00:30:00}", problems)
                .map(SlurmReader::read);
    }

    private static SlurmSpec read(Fields fields) {
        if (fields.has("mem") && fields.has("mem_per_cpu")) {
            fields.problems()
                    .add(
                            fields.placeOf("mem_per_cpu"),
                            "'slurm' must have at most one of mem and mem_per_cpu, but got both.",
                            "Slurm takes one of them.");
        }
        return new SlurmSpec(
                fields.count("nodes", 1),
                fields.count("ntasks_per_node", 1),
                fields.count("cpus_per_task", 1),
                fields.read("gpus_per_node", SlurmReader::gpus),
                fields.read("mem", SlurmReader::size),
                fields.read("mem_per_cpu", SlurmReader::size),
                fields.read("time", SlurmTimes::time),
                fields.read("partition", SlurmReader::partitions).orElse(List.of()),
                fields.read("account", SlurmReader::word),
                fields.read("qos", SlurmReader::word),
                fields.read("reservation", SlurmReader::word),
                fields.read("constraint", Values::text),
                fields.read("modules", SlurmReader::texts).orElse(List.of()),
                fields.read("setup", SlurmReader::lines).orElse(List.of()),
                fields.read("options", SlurmReader::options).orElse(Map.of()),
                fields.read("budget", SlurmTimes::time),
                fields.read("step_per_trial", Values::flag).orElse(false),
                fields.find("elastic").flatMap(node -> elastic(node, fields.problems())));
    }

    private static Optional<ElasticSpec> elastic(TextNode node, Problems problems) {
        return Fields.of("elastic", node, Section.ELASTIC, "elastic: {min: 0, max: 8}", problems)
                .flatMap(SlurmReader::elastic);
    }

    private static Optional<ElasticSpec> elastic(Fields fields) {
        int min = fields.count("min", 0).orElse(0);
        Optional<Integer> max = fields.require("max", "Write elastic: {max: 8}.", Values.count(1));
        if (max.isPresent() && max.get() < min) {
            fields.problems()
                    .add(
                            fields.placeOf("max"),
                            "min <= max must hold in 'elastic', but got min=" + min + " and max=" + max.get() + ".",
                            "");
        }
        int nodes = fields.count("nodes_per_job", 1).orElse(1);
        Duration idle = fields.read("idle_timeout", SlurmTimes::time).orElse(ElasticSpec.IDLE_TIMEOUT);
        List<String> partitions =
                fields.read("partitions", SlurmReader::partitions).orElse(List.of());
        return max.map(most -> new ElasticSpec(min, most, nodes, idle, partitions));
    }

    private static String gpus(String label, TextNode node) {
        if (node.isScalar() && GPUS.matcher(node.written()).matches()) {
            return node.written();
        }
        throw Values.wrong(label, "a number of GPUs, or type and number such as a100:2", node, "");
    }

    private static String size(String label, TextNode node) {
        var size = SIZE.matcher(node.written());
        if (!node.isScalar() || !size.matches()) {
            throw Values.wrong(label, "a size as Slurm writes it: 64G, 500M, or a whole number of megabytes", node, "");
        }
        return size.group(1) + size.group(2);
    }

    private static String word(String label, TextNode node) {
        if (node.isScalar() && WORD.matcher(node.written()).matches()) {
            return node.written();
        }
        throw Values.wrong(label, "a name", node, "");
    }

    private static List<String> partitions(String label, TextNode node) {
        if (!node.isList()) {
            return List.of(word(label, node));
        }
        return node.items().stream()
                .map(item -> word("an item of " + label, item))
                .toList();
    }

    private static List<String> texts(String label, TextNode node) {
        if (!node.isList()) {
            throw Values.wrong(label, LIST, node, node.isScalar() ? "Write [" + node.shown() + "]." : "");
        }
        return node.items().stream()
                .map(item -> Values.text("an item of " + label, item))
                .toList();
    }

    /** A list of lines, or a text of several. */
    private static List<String> lines(String label, TextNode node) {
        List<String> texts = node.isList() ? texts(label, node) : List.of(Values.text(label, node));
        return texts.stream().flatMap(String::lines).toList();
    }

    private static Map<String, String> options(String label, TextNode node) {
        Map<String, String> options = new LinkedHashMap<>();
        if (node.isMapping()) {
            node.entries().forEach((name, entry) -> {
                if (!NAME.matcher(name).matches()) {
                    throw notLong(label, name, entry.value());
                }
                value(label, name, entry.value()).ifPresent(value -> options.put(name, value));
            });
        } else {
            for (String text : texts(label, node)) {
                var option = OPTION.matcher(text);
                if (!option.matches()) {
                    throw notLong(label, text, node);
                }
                options.put(option.group(1), option.group(2) == null ? "" : option.group(2));
            }
        }
        options.keySet().forEach(name -> refuse(label, name, node));
        return options;
    }

    private static Invalid notLong(String label, String got, TextNode node) {
        return new Invalid(
                node.place(),
                label + " must be long options of sbatch, but got " + got + ".",
                "Write [--mail-type=END] or {mail-type: END}.");
    }

    /** Empty if an option is switched off; an empty text if it has no value. */
    private static Optional<String> value(String label, String name, TextNode node) {
        if (node.value() instanceof Boolean flag) {
            return flag ? Optional.of("") : Optional.empty();
        } else if (!node.isScalar() || node.isEmpty()) {
            throw Values.wrong("'" + name + "' of " + label, "a text, a number, true or false", node, "");
        }
        return Optional.of(node.written());
    }

    private static void refuse(String label, String name, TextNode node) {
        String key = name.replace('-', '_');
        if (OURS.contains(name)) {
            throw new Invalid(node.place(), label + " cannot have --" + name + ", since a study is one job.", "");
        } else if (Section.SLURM.keys().contains(key)) {
            throw new Invalid(
                    node.place(),
                    label + " has --" + name + ", which is a key of its own.",
                    "Write slurm: {" + key + ": ...}.");
        }
    }
}
