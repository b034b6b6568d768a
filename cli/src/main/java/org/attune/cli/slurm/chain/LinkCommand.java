package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.attune.cli.BadInput;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "link",
        header = "In the script of a job: runs a command, and has the next allocation wait for the end of this one.",
        customSynopsis = "attune slurm link FOLDER -- COMMAND...",
        description = {"", "'attune slurm submit --budget' writes such scripts."},
        footer = {"  attune slurm link ~/attune_results/cgconv/slurm/1 -- srun attune run study.yaml"})
public final class LinkCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "The submission's; after -- the command.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SlurmPlace place = SlurmPlace.of(System.getenv())
                .orElseThrow(() -> new BadInput("this is for the script of a job of Slurm, and here is none."));
        if (words.size() < 2) {
            throw new BadInput("after the folder the command must come: attune slurm link FOLDER -- COMMAND...");
        }
        Submission submission =
                Submission.read(Path.of(words.get(0)).toAbsolutePath().normalize());
        return new LinkRun(
                        submission,
                        place,
                        SlurmCommands.here(),
                        spec.commandLine().getErr())
                .run(words.subList(1, words.size()));
    }
}
