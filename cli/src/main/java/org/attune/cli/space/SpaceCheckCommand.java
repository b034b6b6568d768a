package org.attune.cli.space;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.Words;
import org.attune.spec.SpaceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Checks the file of a search space, or configurations against it.",
        description = {
            "",
            "For each configuration a JSON object is printed: {\"valid\": true, \"active\": [...], \"vector\": [...]} or {\"valid\": false,"
                    + " \"error\": ..., \"parameter\": ..., \"message\": ...}, before the next is read. The verdicts are ConfigSpace's."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the space is one, and all configurations are valid",
            "1:some configurations are not valid",
            "2:the file is no space, or some lines are no JSON objects"
        },
        footer = {
            "  attune space check space.json",
            "  attune space check space.json --configurations configurations.jsonl",
            "  attune space sample space.json --format jsonl | attune space check space.json --configurations -"
        })
final class SpaceCheckCommand implements Callable<Integer> {

    @Mixin
    private SpaceFileArgument file;

    @Option(
            names = "--configurations",
            paramLabel = "FILE.jsonl",
            description = "Configurations to check, a JSON object a line; - for standard input.")
    private String configurations;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (SpaceFileArgument.STANDARD_INPUT.equals(configurations) && file.isStandardInput()) {
            throw new BadInput("the space and the configurations cannot both be on standard input.");
        }
        SpaceFile read = file.read();
        PrintWriter out = spec.commandLine().getOut();
        if (configurations != null) {
            return checkConfigurations(read, out);
        }
        SpaceText text = SpaceText.of(file.name(), read);
        out.println(file.name() + ": a search space of "
                + Words.count(read.document().space().parameters().size(), "parameter") + ", in the form "
                + read.form() + ".");
        text.hints().forEach(hint -> out.println("Hint: " + hint));
        read.document().notes().forEach(note -> out.println("Note: " + note));
        return ExitCode.OK;
    }

    private int checkConfigurations(SpaceFile read, PrintWriter out) throws IOException {
        boolean fromStandardInput = configurations.equals(SpaceFileArgument.STANDARD_INPUT);
        if (!fromStandardInput && Files.isDirectory(Path.of(configurations))) {
            throw new BadInput(configurations + " is a folder, but a file of configurations is needed.");
        }
        CheckedConfigurations checked =
                new CheckedConfigurations(read.document().space());
        PrintWriter err = spec.commandLine().getErr();
        try (InputStream in = fromStandardInput ? System.in : Files.newInputStream(Path.of(configurations))) {
            return checked.judge(new InputStreamReader(in, StandardCharsets.UTF_8), out, err);
        }
    }
}
