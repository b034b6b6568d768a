package org.attune.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.cli.cluster.HeadOptions;
import org.attune.spec.Quantities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "worker",
        header = "Runs what the head of a cluster gives it to run, until it is told to leave.",
        customSynopsis = {
            "attune worker [--cluster DIR] [OPTIONS]",
            "       attune worker --head HOST:PORT --key FILE [OPTIONS]"
        },
        description = {
            "",
            "It may be started before the head, and waits for it; when it loses the head, its trials go on and it looks for it again. It gives away what the system and Slurm granted it, less what"
                    + " the options below take away. Ctrl-C, or a TERM, once: its trials save what they have and go on elsewhere. Twice: they are ended at once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it left", "2:bad input, the head does not want it, or its folder is not to be trusted"},
        footer = {
            "  attune worker                                    of the usual cluster",
            "  attune worker --cluster /shared/me/cluster --cpus 4 --label zone=a",
            "  attune worker --head node7:40123 --key key.pem   where no folder is shared",
            "  srun --ntasks-per-node 1 attune worker           one on each node of a job"
        })
final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private HeadOptions head;

    @Option(names = "--name", paramLabel = "NAME", description = "Name to ask for. Without it the machine's.")
    private String name;

    @Option(
            names = "--margin",
            paramLabel = "TIME",
            description =
                    "How long before the end of its Slurm job it leaves; trials pause in time for that. Without it 5s.")
    private String margin = "5s";

    @Option(
            names = "--ends-with-head",
            description = "Leave when there has been no head for 10 minutes. Without it, it looks on for one.")
    private boolean endsWithHead;

    @Option(names = "--plain", description = "Lines without the time of day.")
    private boolean plain;

    @Mixin
    private WorkerCaps caps;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        head.check();
        if (name != null && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new BadInput("--name must be of letters, digits, '.', '_' and '-', but got '" + name + "'.");
        }
        Duration leaves = Quantities.time("--margin", margin);
        WorkerRun run = new WorkerRun(
                environment,
                caps.caps(),
                name,
                leaves,
                plain,
                spec.commandLine().getOut());
        return (endsWithHead ? run.endingAlone() : run)
                .run(dialer -> head.address()
                        .map(at -> WorkerRun.address(at.getKey(), at.getValue(), dialer))
                        .orElseGet(() -> WorkerRun.folder(head.path(), dialer)));
    }
}
