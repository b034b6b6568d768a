package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.StepRun;
import org.attune.cli.slurm.OwnStep;
import org.attune.text.Json;
import org.attune.wire.HeadAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        header = "Starts the head of a cluster, or says where it is.",
        customSynopsis = {
            "attune cluster start [--cluster DIR] [OPTIONS]",
            "       attune cluster start [--cluster DIR] [OPTIONS] -- COMMAND..."
        },
        description = {
            "",
            "Folder and key are made on first use. The head runs in the background until 'attune cluster stop'. One that has died is started again by the same command: its studies go on, and no trial dies with it."
        },
        footer = {
            "  attune cluster start",
            "  attune cluster start --cluster /shared/me/cluster --foreground",
            "  attune cluster start -- ./experiment.sh    the cluster ends with the command",
            "  srun attune cluster start -- ./experiment.sh    in a Slurm job: all tasks of the step are its workers"
        })
public final class ClusterStartCommand implements Callable<Integer> {

    @Mixin
    private FolderOption folder;

    @Option(names = "--foreground", description = "Be the head, rather than leave one in the background.")
    private boolean foreground;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Where to listen; by default the former head's port if it is free, else one that the system chooses.")
    private int port;

    @Option(
            names = "--take-over",
            description = "Take the cluster from a head that seems alive, but is surely dead or frozen.")
    private boolean takeOver;

    @Option(
            names = "--json",
            description =
                    "One JSON object: cluster, epoch, addresses, port, host, pid, version, started, folder, already.")
    private boolean json;

    @Option(
            names = "--no-srun",
            description =
                    "With a command, in a Slurm allocation: on this machine alone, rather than on all nodes by a step of its own.")
    private boolean noSrun;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description =
                    "After --: a command that is run with ATTUNE_CLUSTER set, after which the cluster is stopped.")
    private List<String> command = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65535) {
            throw new BadInput("0 <= port <= 65535 must hold for --port, but got " + port + ".");
        }
        if (foreground && !command.isEmpty()) {
            throw new BadInput("--foreground cannot be combined with a command: the head would be in its place.");
        }
        if (!foreground && !command.isEmpty() && !folder.isGiven()) {
            Optional<StepRun> step =
                    StepRun.of(System.getenv(), spec.commandLine().getErr());
            if (step.isPresent()) {
                return inStep(step.get(), command, spec.commandLine().getErr());
            }
            Optional<OwnStep> ofItsOwn = noSrun ? Optional.empty() : OwnStep.of(System.getenv());
            if (ofItsOwn.isPresent()) {
                return ofItsOwn.get()
                        .run(
                                spec.root().commandLine().getParseResult().originalArgs(),
                                false,
                                Optional.empty(),
                                spec.commandLine().getErr());
            }
        }
        if (foreground) {
            return new HeadRun(folder, port, takeOver, json, spec.commandLine().getOut()).run();
        }
        Optional<HeadAddress> before = takeOver ? Optional.empty() : Heads.answering(folder.path());
        if (before.isPresent() && !command.isEmpty()) {
            throw new BadInput("the cluster in " + folder.path() + " has a head already (" + Heads.name(before.get())
                    + "), which would be stopped after the command. Run the command with ATTUNE_CLUSTER="
                    + folder.path() + ", or name another folder by --cluster.");
        }
        HeadAddress head = before.isPresent() ? before.get() : HeadProcess.start(folder.path(), port, takeOver);
        PrintWriter out = spec.commandLine().getOut();
        if (!command.isEmpty()) {
            try {
                return new CommandOnCluster(folder.path(), command).run();
            } finally {
                stop();
            }
        }
        StartText text = new StartText(folder, head, before.isPresent());
        if (json) {
            out.println(Json.text(text.json()));
        } else {
            text.print(out);
        }
        return ExitCode.OK;
    }

    /** In a task of a step, all of whose tasks are to be there when the command begins. */
    public static int inStep(StepRun step, List<String> command, PrintWriter err)
            throws IOException, InterruptedException {
        return step.run(() -> own -> {
            new AllTasks(step.tasks()).await(own, err::println);
            return new CommandOnCluster(own, command).run();
        });
    }

    private void stop() throws IOException, InterruptedException {
        try (HeadAccess access = HeadAccess.by(folder)) {
            new Stopping(access).run(false, System.err::println);
        }
    }
}
