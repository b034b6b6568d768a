package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.BadInput;
import org.attune.cli.Definition;
import org.attune.cli.ExitCode;
import org.attune.cli.Plan;
import org.attune.cli.PlanText;
import org.attune.cli.ShellText;
import org.attune.cli.StudyFileArgument;
import org.attune.cli.Tables;
import org.attune.cli.Terminals;
import org.attune.cli.slurm.chain.SilentNodes;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.StartEstimate;
import org.attune.spec.SlurmTimes;
import org.attune.text.Json;
import org.attune.trial.python.PythonProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "submit",
        header = "Submits a job that runs a study.",
        customSynopsis = {
            "attune slurm submit STUDY.yaml [OPTIONS] [OPTIONS OF SBATCH]",
            "                           [-- OPTIONS OF 'attune run']"
        },
        description = {
            "",
            "All options that are not listed here are sbatch's. They win over the 'slurm' section of the study file."
        },
        footer = {
            "  attune slurm submit study.yaml --nodes 4 --cpus-per-task 5 --time 00:30:00",
            "  attune slurm submit study.yaml -N4 -c5 -t 12:00:00 --budget 3-00:00:00",
            "  attune slurm submit study.yaml --dry-run"
        })
public final class SubmitCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "STUDY.yaml", description = "The study file.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a value of the study file: trials=50, scheduler.eta=4. May be repeated.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = SlurmTime.class,
            description =
                    "Time of all allocations together: one follows the other until the study is over or this is used.")
    private Duration budget;

    @Option(
            names = "--ahead",
            description = "Submit all allocations of the budget now, for clusters whose nodes have no sbatch.")
    private boolean ahead;

    @Option(
            names = "--no-build",
            description =
                    "Leave the Python environment of the study's requirements to the job: its nodes have a network.")
    private boolean noBuild;

    @Option(
            names = "--dry-run",
            description = "Submit nothing: print the script, what the study does, and when Slurm would begin.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private CommandSpec spec;

    /** As Slurm has it: a number is minutes. */
    static final class SlurmTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return SlurmTimes.parse("it", text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Spec
    void spec(CommandSpec here) {
        spec = here;
        // What is not known here is for sbatch.
        here.parser().unmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> forRun = behindDashes();
        SubmitWords given = SubmitWords.of(words.subList(0, words.size() - forRun.size()));
        if (given.files().size() != 1) {
            throw new BadInput(
                    given.files().isEmpty()
                            ? "which study? Name a study file: attune slurm submit study.yaml"
                            : "one study file was expected, but got " + String.join(" ", given.files())
                                    + ". A value of an option of sbatch may need '=': --comment=text");
        }
        Path file = Path.of(given.files().get(0)).toAbsolutePath().normalize();
        Definition definition = StudyFileArgument.read(file, set);
        List<String> run = new ArrayList<>(List.of(file.toString()));
        set.forEach(change -> run.addAll(List.of("--set", change)));
        run.addAll(forRun);
        Order order =
                Order.of(definition.spec(), given.options(), Optional.ofNullable(budget), run, StudyFolders.standard());
        Begun.check(definition.spec(), order.study(), forRun);
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            rehearse(definition, order, out);
            definition.checkFiles();
            return ExitCode.OK;
        }
        definition.checkFiles();
        boolean isAhead = ahead || SilentNodes.areKnown(System.getenv());
        Submitting submitting =
                new Submitting(order, SlurmCommands.here(), again(given.files().get(0), file));
        if (!noBuild) {
            build(definition, order, submitting);
        }
        Submitted submitted = submitting.submit(isAhead);
        if (json) {
            out.println(Json.text(submitted.json()));
        } else {
            order.warning().ifPresent(spec.commandLine().getErr()::println);
            submitted.print(ShellText.called(System.getenv()), out);
        }
        return ExitCode.OK;
    }

    private void build(Definition definition, Order order, Submitting submitting)
            throws IOException, InterruptedException {
        Path folder = Path.of(order.options().value("chdir").orElse(""));
        Optional<EnvironmentAhead> environment = EnvironmentAhead.of(definition, folder, System.getenv());
        if (environment.isEmpty()) {
            return;
        }
        submitting.refuseTwice();
        try {
            environment.get().build(spec.commandLine().getErr()::println);
        } catch (PythonProblem e) {
            throw new BadInput(
                    e.getMessage() + "\nNothing was submitted. With --no-build the job's nodes build it.", e);
        }
    }

    private void rehearse(Definition definition, Order order, PrintWriter out)
            throws IOException, InterruptedException {
        Optional<StartEstimate> start = Optional.empty();
        String silence = "";
        try {
            start = Optional.of(SlurmCommands.here().expectedStart(List.of(), order.script()));
        } catch (IOException e) {
            silence = e.getMessage();
        }
        Plan planned = Plan.of(definition);
        SlurmGround ground = new SlurmGround(
                definition.spec(),
                order.allocation(),
                order.limits(),
                forecast(order, planned),
                start,
                silence,
                Instant.now());
        PlanText plan = new PlanText(planned, ground);
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>(plan.json());
            map.put("script", order.script());
            out.println(Json.text(map));
            return;
        }
        plan.print(Tables.of(out), Terminals.theme(System.getenv()).unicode());
        order.warning().ifPresent(out::println);
        out.println();
        out.print(order.script());
    }

    private static Optional<Forecast> forecast(Order order, Plan plan) throws IOException {
        try {
            return Forecast.of(LoadedStudy.read(order.study()).study(), plan);
        } catch (UnknownStudyException e) {
            return Optional.empty();
        }
    }

    /** This command from whatever folder. */
    private String again(String given, Path file) {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs().stream()
                .map(word -> word.equals(given) ? file.toString() : word)
                .toList();
        return ShellText.line(ShellText.called(System.getenv()), all);
    }

    private List<String> behindDashes() {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        int dashes = all.indexOf("--");
        return dashes < 0 ? List.of() : all.subList(dashes + 1, all.size());
    }
}
