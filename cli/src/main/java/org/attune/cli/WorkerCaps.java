package org.attune.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.attune.spec.Quantities;
import org.attune.worker.join.Caps;
import picocli.CommandLine.Option;

/** The options by which people say what a worker may give away. */
final class WorkerCaps {

    @Option(names = "--cpus", paramLabel = "N", description = "No more CPUs than these.")
    private Double cpus;

    @Option(names = "--gpus", paramLabel = "LIST", description = "Of the GPUs only these, such as 0,1; or none.")
    private String gpus;

    @Option(names = "--memory", paramLabel = "SIZE", description = "No more memory than this, such as 16GB.")
    private String memory;

    @Option(
            names = "--resource",
            paramLabel = "NAME=AMOUNT",
            description = "Something of your own that trials can ask for, such as licence=2. May be repeated.")
    private List<String> resources = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A word by which trials can choose this worker, such as zone=a. May be repeated.")
    private List<String> labels = new ArrayList<>();

    Caps caps() {
        if (cpus != null && !(cpus > 0)) {
            throw new BadInput("--cpus must be above 0, but got " + cpus + ".");
        }
        Map<String, Double> amounts = new LinkedHashMap<>();
        pairs("--resource", "licence=2", resources).forEach((name, amount) -> amounts.put(name, amount(name, amount)));
        return new Caps(
                cpus == null ? OptionalDouble.empty() : OptionalDouble.of(cpus),
                Optional.ofNullable(gpus).map(WorkerCaps::devices),
                memory == null ? OptionalLong.empty() : OptionalLong.of(Quantities.bytes("--memory", memory)),
                amounts,
                pairs("--label", "zone=a", labels));
    }

    private static List<String> devices(String list) {
        return list.equals("none")
                ? List.of()
                : Stream.of(list.split(",")).map(String::strip).toList();
    }

    private static Map<String, String> pairs(String option, String example, List<String> given) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1 || !pair.substring(0, equals).matches("[A-Za-z][A-Za-z0-9_.-]{0,62}")) {
                throw new BadInput(option + " must be such as " + example + ", but got '" + pair + "'.");
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    private static double amount(String name, String text) {
        if (List.of("cpu", "gpu", "memory", "cpus", "gpus").contains(name)) {
            throw new BadInput("--resource " + name + ": what the machine has is found out; --"
                    + (name.startsWith("memory") ? name : name.replaceFirst("s?$", "s")) + " lowers it.");
        }
        try {
            double amount = Double.parseDouble(text);
            if (amount > 0 && amount < 1e9) {
                return amount;
            }
        } catch (NumberFormatException e) {
            throw new BadInput("--resource " + name + " must be a number above 0, but got '" + text + "'.", e);
        }
        throw new BadInput("--resource " + name + " must be a number above 0, but got '" + text + "'.");
    }
}
