package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.analysis.UnknownStudyException;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.spec.SpecAdvice;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.study.Trial;
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
    public Integer call() throws IOException {
        Definition definition = file.read();
        SpecChange change = change(definition.spec());
        PlanText plan = new PlanText(
                Plan.of(definition), OneMachineGround.of(definition.spec(), SlurmGrant.here(System.getenv(), true)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>(plan.json());
            map.put("changes", change.lines());
            map.put("notes", file.notes());
            out.println(Json.text(map));
        } else {
            plan.print(Tables.of(out), Terminals.theme(System.getenv()).unicode());
            print(change, out);
            SpecAdvice.of(definition.spec()).forEach(advice -> out.println("Hint: " + advice));
            file.notes().forEach(note -> out.println("Note: " + note));
        }
        definition.checkFiles();
        return ExitCode.OK;
    }

    /** From the study of that name that has begun, if there is one. */
    private static SpecChange change(StudySpec spec) throws IOException {
        Path folder = StudyFolders.standard().folder(spec.study());
        try {
            LoadedStudy begun = LoadedStudy.read(folder);
            return SpecChange.between(
                    StudySpecReader.fromJson(begun.spec()),
                    spec,
                    begun.study().trials().stream().map(Trial::configuration).toList());
        } catch (UnknownStudyException e) {
            return new SpecChange(List.of());
        }
    }

    private static void print(SpecChange change, PrintWriter out) {
        if (!change.isEmpty()) {
            out.println("Changed since the study's last run"
                    + (change.isAllowed() ? "" : ", so that it cannot go on")
                    + (change.isAllowed() && change.isAsked() ? "; 'attune run' asks for --accept-changes" : "") + ":");
            change.lines().forEach(line -> out.println("  " + line));
        }
    }
}
