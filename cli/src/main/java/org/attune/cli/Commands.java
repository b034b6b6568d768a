package org.attune.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.attune.cli.cluster.BridgeCommand;
import org.attune.cli.cluster.ClusterCommand;
import org.attune.cli.cluster.NodesCommand;
import org.attune.cli.cluster.PauseCommand;
import org.attune.cli.cluster.WhyCommand;
import org.attune.cli.doctor.DoctorCommand;
import org.attune.cli.slurm.SlurmCommand;
import org.attune.cli.space.SpaceCommand;
import picocli.CommandLine;

/** All commands, by name. Only those that a call needs are made, since making the others would be a fifth of the time to start. */
final class Commands {
    private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("run", RunCommand::new);
        ALL.put("check", CheckCommand::new);
        ALL.put("space", SpaceCommand::new);
        ALL.put("status", StatusCommand::new);
        ALL.put("best", BestCommand::new);
        ALL.put("results", ResultsCommand::new);
        ALL.put("show", ShowCommand::new);
        ALL.put("logs", LogsCommand::new);
        ALL.put("cluster", ClusterCommand::new);
        ALL.put("worker", WorkerCommand::new);
        ALL.put("nodes", NodesCommand::new);
        ALL.put("why", WhyCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("slurm", SlurmCommand::new);
        ALL.put("stack", StackCommand::new);
        ALL.put("pause", PauseCommand::new);
        ALL.put("java", JavaCommand::new);
        ALL.put("bridge", BridgeCommand::new);
        ALL.put("completion", CompletionCommand::new);
        ALL.put("help", HelpCommand::new);
    }

    private Commands() {}

    static void addNeeded(CommandLine line, String[] args) {
        String first = args.length == 0 ? "help" : args[0];
        if (first.equals("--version")) {
            return;
        }
        boolean one = ALL.containsKey(first) && !first.equals("help") && !first.equals("completion");
        ALL.forEach((name, command) -> {
            if (!one || name.equals(first)) {
                line.addSubcommand(name, command.get());
            }
        });
    }
}
