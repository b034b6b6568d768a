package org.attune.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.attune.machine.Machine;
import org.attune.spec.SpecAdvice;
import org.attune.spec.SpecFiles;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        header = "Checks a study file and shows what running it would do.",
        footer = {"  attune check study.yaml", "  attune check study.yaml --set trials=100 --json | jq .brackets"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private StudyFileArgument file;

    @Option(names = "--json", description = "One JSON object: what will happen.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Definition definition = file.read();
        Plan plan = Plan.of(definition, Machine.here(System.getenv(), true));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(new PlanText(plan).json()));
        } else {
            new PlanText(plan).print(Tables.of(out));
            SpecAdvice.of(definition.spec()).forEach(advice -> out.println("Hint: " + advice));
        }
        SpecFiles.check(definition.spec(), definition.folder());
        return ExitCode.OK;
    }
}
