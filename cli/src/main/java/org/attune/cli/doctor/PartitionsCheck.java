package org.attune.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.cli.Words;
import org.attune.engine.slurm.Partition;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmProblem;
import org.attune.engine.slurm.SlurmSurvey;
import org.attune.machine.Sizes;

/** Where this user's jobs may run, and under what accounts. */
final class PartitionsCheck implements Check {
    private static final String OUT = "(?i)(down|drain|drng|drained|fail|maint|boot|unk|inval|no_?resp|power).*|.*\\*";

    @Override
    public String what() {
        return "partitions";
    }

    @Override
    public Duration limit() {
        return SlurmCheck.LIMIT;
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        SlurmSurvey slurm = new SlurmSurvey(here.environment());
        if (!slurm.missing(List.of("sinfo")).isEmpty()) {
            return List.of();
        }
        try {
            List<Finding> findings = new ArrayList<>(judge(new SlurmCommands(here.environment()).partitions()));
            findings.add(accounts(slurm));
            return findings;
        } catch (SlurmProblem e) {
            // Of a controller that is not there another line tells.
            return e.kind() == SlurmProblem.Kind.ABSENT ? List.of() : List.of(SlurmCheck.problem(what(), e));
        }
    }

    List<Finding> judge(List<Partition> rows) {
        if (rows.isEmpty()) {
            return List.of(Finding.red(
                    what(),
                    "there is none that you may use",
                    "Ask those who run the cluster for the right to use one ('sinfo -a' lists all)."));
        }
        Map<String, List<Partition>> byName = new LinkedHashMap<>();
        rows.forEach(row ->
                byName.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(row));
        return byName.entrySet().stream()
                .map(entry -> judge(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Finding judge(String name, List<Partition> rows) {
        String what = "partition " + name;
        int nodes = rows.stream().mapToInt(Partition::nodes).sum();
        int out = rows.stream()
                .filter(row -> row.state().matches(OUT))
                .mapToInt(Partition::nodes)
                .sum();
        String limit = rows.get(0).timeLimit();
        String text =
                (limit.equals("infinite") ? "no limit of time" : "up to " + limit) + ", " + Words.count(nodes, "node")
                        + ": " + shapes(rows) + (out > 0 ? "; " + out + " of them out of use" : "");
        if (!rows.get(0).isUp()) {
            return Finding.yellow(
                    what,
                    "takes no jobs now: it is not up",
                    "Name another one, or wait ('scontrol show partition " + name + "').");
        } else if (out == nodes) {
            return Finding.yellow(what, text, "Name another one; 'sinfo -R' tells why they are.");
        }
        return Finding.green(what, text);
    }

    private static String shapes(List<Partition> rows) {
        Map<String, Integer> shapes = new LinkedHashMap<>();
        for (Partition row : rows) {
            String shape = Words.count(row.cpus(), "CPU") + ", " + Sizes.text(row.memory() << 20)
                    + (row.gres().isEmpty() ? "" : ", " + row.gres());
            shapes.merge(shape, row.nodes(), Integer::sum);
        }
        return shapes.entrySet().stream()
                .map(shape -> (shapes.size() > 1 ? shape.getValue() + " of " : "") + shape.getKey())
                .collect(Collectors.joining("; "));
    }

    private static Finding accounts(SlurmSurvey slurm) throws IOException, InterruptedException {
        String user = System.getProperty("user.name");
        return accounts(user, slurm.accounts(user).orElse(null));
    }

    /** {@code accounts}: null where Slurm keeps none, or does not tell. */
    static Finding accounts(String user, List<SlurmSurvey.Account> accounts) {
        if (accounts == null) {
            return Finding.green("accounts", "this Slurm keeps none, or does not tell: none is to be named");
        } else if (accounts.isEmpty()) {
            return Finding.yellow(
                    "accounts",
                    "Slurm knows none of " + user + ": it may refuse jobs",
                    "Ask those who run the cluster to be added to one ('sacctmgr show associations user=" + user
                            + "').");
        }
        return Finding.green(
                "accounts",
                SlurmCheck.joined(accounts.stream()
                        .map(account -> account.name()
                                + (account.partition().isEmpty() ? "" : " on " + account.partition())
                                + (account.qos().isEmpty()
                                        ? ""
                                        : " (QOS " + account.qos().replace(",", ", ") + ")"))
                        .toList()));
    }
}
