package org.attune.cli.space;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.cli.Words;
import org.attune.spec.SpaceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Checks the file of a search space, or configurations against it.",
        footer = {
            "  attune space check space.json",
            "  attune space check space.json --configurations configurations.jsonl",
            "  attune space sample space.json --format jsonl | attune space check space.json --configurations -"
        })
final class SpaceCheckCommand implements Callable<Integer> {

    @Mixin
    private SpaceFileArgument file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SpaceFile read = file.read();
        spec.commandLine()
                .getOut()
                .println(file.name() + ": "
                        + Words.count(read.document().space().parameters().size(), "parameter"));
        return ExitCode.OK;
    }
}
