package org.attune.cli.space;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "space",
        header = "Shows, checks, converts and samples search spaces, in files of any form.",
        customSynopsis = "attune space COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            SpaceShowCommand.class,
            SpaceCheckCommand.class,
            SpaceConvertCommand.class,
            SpaceSampleCommand.class
        },
        footer = {
            "  attune space show study.yaml               parameters, conditions, size",
            "  attune space convert space.json space.yaml from ConfigSpace's form",
            "  attune space sample space.yaml -n 1000 --format jsonl"
        })
public final class SpaceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
