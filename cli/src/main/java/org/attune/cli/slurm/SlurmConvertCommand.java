package org.attune.cli.slurm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.NewFile;
import org.attune.cli.slurm.convert.Converted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        header = "Makes a job script of Ray into one of Attune.",
        description = {
            "",
            "Prints the script that does the same with Attune, and in its last lines, as comments, the slurm section of a study file, with what a program that uses Ray Tune says of its search. What was left out, and why, is said on standard error; so is what"
                    + " was not understood, with its line and column: then the exit code is 1. Nothing of the script is run."
        },
        footer = {
            "  attune slurm convert ray.sbatch > attune.sbatch",
            "  attune slurm convert ray.sbatch -o slurm.yaml > attune.sbatch"
        })
final class SlurmConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SCRIPT", description = "A job script in which Ray is started.")
    private Path file;

    @Option(names = "-o", paramLabel = "FILE", description = "Write the lines of a study file into this one.")
    private Path section;

    @Option(names = "--force", description = "Write over it if it is there.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Converted result = converted();
        Path folder = file.toAbsolutePath().getParent();
        List<String> study = result.study(folder, System.getenv().getOrDefault("PATH", ""));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (section != null) {
            new NewFile(section, force).write(study.stream().collect(Collectors.joining("\n", "", "\n")));
        }
        out.print(result.script());
        if (section == null) {
            out.println("\n# For 'attune slurm submit study.yaml', in the study file:");
            study.forEach(line -> out.println("# " + line));
        }
        out.flush();
        result.notes().forEach(note -> err.println(note.text()));
        if (!result.isWhole()) {
            err.println("attune: " + file + ": the lines with columns are to be looked at.");
            return ExitCode.SOME_INVALID;
        }
        return ExitCode.OK;
    }

    private Converted converted() throws IOException {
        String script = read();
        try {
            return Converted.of(script);
        } catch (BadInput e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
    }

    private String read() throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInput(file + " is a folder, but a job script is needed.");
        }
        byte[] bytes = Files.readAllBytes(file);
        for (byte one : bytes) {
            if (one == 0) {
                throw new BadInput(file + " is no text, but a job script is needed.");
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
