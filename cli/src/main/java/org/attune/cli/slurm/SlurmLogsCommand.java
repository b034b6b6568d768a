package org.attune.cli.slurm;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.attune.analysis.StudyFolders;
import org.attune.cli.AttuneCommand;
import org.attune.cli.ExitCode;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        header = "Prints what a study's job printed.",
        footer = {"  attune slurm logs cgconv", "  attune slurm logs cgconv -f      go on until no job of it is left"})
public final class SlurmLogsCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "STUDY|JOB",
            description = "The study, of which the last job that began counts; or a job.")
    private String what;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is printed from now on, until no job of the study is left.")
    private boolean follow;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream bytes = ((AttuneCommand) spec.root().userObject()).bytes();
        JobLog log = new JobLog(bytes, line -> spec.commandLine().getErr().println("[attune: " + line + "]"));
        SlurmCommands slurm = SlurmCommands.here();
        if (!follow) {
            log.print(new JobsOf(StudyFolders.standard(), List.of()).find(what), what);
            return ExitCode.OK;
        }
        log.follow(() -> {
            List<QueuedJob> queued = slurm.queue().look().jobs();
            return new JobsOf(StudyFolders.standard(), queued).find(what);
        });
        return ExitCode.OK;
    }
}
