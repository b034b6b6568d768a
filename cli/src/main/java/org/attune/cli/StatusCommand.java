package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.analysis.StudyState;
import org.attune.cli.cluster.Headless;
import org.attune.cli.slurm.SlurmView;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        header = "Shows where a study stands.",
        footer = {"  attune status cgconv", "  attune status cgconv --json | jq .remaining"})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Option(
            names = "--json",
            description =
                    "One JSON object: study, state, trials (count by state), best, remaining, reason, failures, blamed (machines), and jobs on Slurm if there are some.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<Path> waiting = study.submitted();
        if (waiting.isPresent()) {
            new NotBegun(waiting.get(), SlurmView.of(waiting.get(), System.getenv()))
                    .print(json, spec.commandLine().getOut());
            return ExitCode.OK;
        }
        LoadedStudy loaded = study.load();
        StatusReport status = new Results(loaded).status();
        SlurmView slurm = SlurmView.of(loaded, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> row = status.toJson();
            if (!slurm.json().isEmpty()) {
                row.put("jobs", slurm.json());
            }
            out.println(Json.text(row));
        } else {
            print(loaded, status, slurm, out);
            slurm.lines().forEach(out::println);
            out.println("Folder: " + loaded.folder());
        }
        return ExitCode.OK;
    }

    private static void print(LoadedStudy loaded, StatusReport status, SlurmView slurm, PrintWriter out) {
        String where = loaded.head()
                .map(head -> ", by process " + head.pid() + " on " + head.host())
                .orElse("");
        String why = status.reason().map(reason -> " (" + reason + ")").orElse("");
        String turn = status.state() == StudyState.PAUSED
                ? slurm.turn(loaded.study().latest()).map(text -> "; " + text).orElse("")
                : "";
        out.println(status.study() + ": " + Words.of(status.state()) + why + where + turn);
        Headless.sentence(loaded).ifPresent(out::println);
        String counts = status.trials().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + Words.of(count.getKey()))
                .collect(Collectors.joining(", "));
        String remaining =
                status.remaining().orElse(0) > 0 ? "; " + status.remaining().getAsInt() + " remaining" : "";
        out.println("Trials: " + (counts.isEmpty() ? "none" : counts) + remaining);
        status.best().ifPresent(best -> new BestText(loaded.study().objective().metric(), best).print(out));
        if (status.state() == StudyState.FAILED && status.failures().isEmpty()) {
            out.println(Stopped.nothingReported(loaded.study().objective().metric()));
        }
        FailureText.print(status.failures(), ShellText.called(System.getenv()), Optional.of(status.study()), out);
        status.blamed()
                .forEach(machine -> out.println(machine.host() + ": "
                        + (machine.trials().size() == 1
                                ? "1 trial"
                                : machine.trials().size() + " trials")
                        + " failed there at once, and went elsewhere: " + machine.words()));
    }
}
