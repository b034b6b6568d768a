package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.attune.analysis.StudyFolders;
import org.attune.cli.live.Screen;
import org.attune.cli.slurm.FormerJob;
import org.attune.cli.slurm.FormerRun;
import org.attune.cli.slurm.OwnStep;
import org.attune.cli.slurm.StepCode;
import org.attune.cli.slurm.StepOrders;
import org.attune.cli.slurm.StepTerminal;
import org.attune.cli.slurm.StepText;
import org.attune.cli.slurm.submit.EnvironmentAhead;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.spec.SlurmSpec;
import org.attune.spec.StudySpec;
import org.attune.text.Json;
import org.attune.text.TextError;
import org.attune.text.TextException;
import org.attune.tuner.Opening;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        header = "Runs a study, or goes on with it where it was left.",
        customSynopsis = {
            "attune run STUDY.yaml [OPTIONS]",
            "       attune run --param NAME=TYPE(...)... [OPTIONS] -- COMMAND..."
        },
        description = {
            "",
            "The same command goes on with a study that was interrupted. Ctrl-C once lets trials save what they have and closes the"
                    + " study; twice ends them at once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the study ended by its own rules",
            "1:it was stopped by failures",
            "2:bad input",
            "75:its allocation ends, and the same command goes on in the next one",
            "130:it was interrupted and can go on"
        },
        footer = {
            "  attune run study.yaml",
            "  attune run study.yaml --name wide --set trials=100 --set space.lr.high=1",
            "  srun attune run study.yaml          in a Slurm job: all tasks of the step are its workers",
            "  attune run study.yaml --cluster ~/.attune/cluster --workers 4 --deadline 10min",
            "  attune run --param 'lr=float(1e-4,1e-1,log)' --metric loss --mode min \\",
            "      --trials 20 -- python train.py --lr {lr}"
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "STUDY.yaml",
            description = "The study file; after -- the command of a study without a file.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a value of the study: trials=50, scheduler.eta=4. May be repeated.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the study, and of its folder.")
    private String name;

    @Option(names = "--max-parallel", paramLabel = "N", description = "How many trials run at once at most.")
    private Integer maxParallel;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "On a cluster: begin when N workers are there. On this machine the same as --max-parallel.")
    private Integer workers;

    @Option(names = "--take-over", description = "Take the study from a head that seems alive, but is surely dead.")
    private boolean takeOver;

    @Option(
            names = "--accept-changes",
            description = "Go on although the space has changed; what leaves the model stays in the results.")
    private boolean acceptChanges;

    @Option(
            names = "--no-srun",
            description =
                    "In a Slurm allocation: on this machine alone, rather than on all nodes by a step of its own.")
    private boolean noSrun;

    @Option(names = "--plain", description = "Lines instead of a table, also on a terminal.")
    private boolean plain;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Where the class of a Java trainable is.")
    private String classpath;

    @ArgGroup(exclusive = false, heading = "%nA study without a file:%n")
    private NewStudyOptions fresh = new NewStudyOptions();

    @ArgGroup(exclusive = false, heading = "%nOn a cluster:%n")
    private ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int code = run();
        StepCode.remark(System.getenv(), code).ifPresent(spec.commandLine().getOut()::println);
        return StepCode.tell(System.getenv(), code);
    }

    private int run() throws IOException, InterruptedException {
        Optional<StepRun> step = cluster.isOnCluster()
                ? Optional.empty()
                : StepRun.of(System.getenv(), spec.commandLine().getErr());
        if (step.isPresent()) {
            return step.get().run(() -> inStep(step.get()));
        }
        Optional<OwnStep> own = noSrun || cluster.isOnCluster() ? Optional.empty() : OwnStep.of(System.getenv());
        if (own.isPresent()) {
            boolean isShared =
                    definition(true).spec().slurm().map(SlurmSpec::stepPerTrial).orElse(false);
            try (Terminals terminal = plain ? null : Terminals.find().orElse(null)) {
                return own.get()
                        .run(
                                arguments(),
                                isShared,
                                Optional.ofNullable(terminal),
                                spec.commandLine().getErr());
            }
        }
        // Looking for a terminal starts programs, and meanwhile the study can be read.
        CompletableFuture<Optional<Screen>> terminal = CompletableFuture.supplyAsync(this::terminal);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String called = ShellText.called(System.getenv());
        String again = ShellText.line(called, arguments());
        if (cluster.isOnCluster()) {
            return onCluster(called, again).run(terminal, out, err);
        }
        List<Path> classPath = classPath();
        cluster.refuseWithoutCluster();
        StepOrders.obey(System.getenv(), System.in);
        SlurmPlace.of(System.getenv())
                .flatMap(place -> StepText.idle(place, System.getenv()))
                .ifPresent(warning -> err.println("attune: " + warning));
        Definition definition = definition(false);
        if (ElasticRun.isFor(definition.spec())) {
            Optional<EnvironmentAhead> ahead = EnvironmentAhead.of(definition, definition.folder(), System.getenv());
            if (ahead.isPresent()) {
                ahead.get().attempt(err::println);
            }
            return new ElasticRun(definition.spec(), System.getenv(), err).run(folder -> {
                cluster.inOwn(folder, now -> {});
                return new ClusterRun(
                                definition,
                                classPath,
                                opening(definition.spec()),
                                cluster,
                                OptionalInt.empty(),
                                called,
                                again)
                        .run(terminal, out, err);
            });
        }
        return new StudyRun(definition, classPath, opening(definition.spec()), called, again).run(terminal, out, err);
    }

    private Optional<Screen> terminal() {
        if (plain) {
            return Optional.empty();
        }
        Optional<Screen> ofStep =
                StepTerminal.of(System.getenv(), spec.commandLine().getOut());
        return ofStep.isPresent() ? ofStep : Terminals.find().map(screen -> screen);
    }

    private StepRun.Work inStep(StepRun step) throws IOException, InterruptedException {
        if (workers != null && workers > step.tasks()) {
            throw new BadInput("--workers " + workers + " is more than the " + step.tasks()
                    + " tasks of this step. Ask for fewer, or start more: srun --ntasks " + workers + ".");
        }
        cluster.inOwn(step.folder(), step::endSoon);
        String called = ShellText.called(System.getenv());
        String line = ShellText.line(called, arguments());
        ClusterRun run = onCluster(called, StepOrders.areGiven(System.getenv()) ? line : "srun " + line);
        run.check();
        if (!takeOver) {
            new FormerRun(run.folder()).await(spec.commandLine().getErr()::println);
        }
        return folder -> run.run(
                CompletableFuture.completedFuture(
                        StepTerminal.of(System.getenv(), spec.commandLine().getOut())),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    private ClusterRun onCluster(String called, String again) throws IOException {
        OptionalInt least = workers == null ? OptionalInt.empty() : OptionalInt.of(workers);
        List<Path> classPath = classPath();
        cluster.check(least);
        Definition definition = definition(true);
        return new ClusterRun(definition, classPath, opening(definition.spec()), cluster, least, called, again);
    }

    private Opening opening(StudySpec study) throws IOException {
        Path folder = StudyFolders.standard().folder(study.study());
        Optional<SlurmPlace> place = SlurmPlace.of(System.getenv());
        return new Opening(
                takeOver,
                acceptChanges,
                place.isPresent() ? FormerJob.exhausted(folder, place.get().job()) : Optional.empty());
    }

    private List<Path> classPath() {
        return classpath == null ? List.of() : ClassPaths.entries(classpath);
    }

    private List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** @param onCluster whether {@code --workers} is about those of a cluster */
    private Definition definition(boolean onCluster) {
        Map<String, String> given = new LinkedHashMap<>();
        if (name != null) {
            given.put("study=" + Json.text(name), "--name " + name);
        }
        if (maxParallel != null && workers != null && !onCluster) {
            throw new BadInput("without --cluster, --workers is the same as --max-parallel. Give one of them.");
        } else if (maxParallel != null) {
            given.put("max_parallel=" + maxParallel, "--max-parallel " + maxParallel);
        } else if (workers != null && !onCluster) {
            given.put("max_parallel=" + workers, "--workers " + workers);
        }
        List<String> overrides = new ArrayList<>(set);
        overrides.addAll(given.keySet());
        try {
            return definition(overrides);
        } catch (TextException e) {
            throw new TextException(
                    e.errors().stream().map(error -> asGiven(error, given)).toList());
        }
    }

    /** The error, said of the option that was used and not of the override that it stands for. */
    private static TextError asGiven(TextError error, Map<String, String> given) {
        return given.entrySet().stream()
                .filter(one -> error.where().equals("--set " + one.getKey()))
                .findFirst()
                .map(one -> error.withWhere(one.getValue()))
                .orElse(error);
    }

    private Definition definition(List<String> overrides) {
        if (fresh.any()) {
            if (!words.isEmpty()
                    && StudyFileArgument.isStudyFile(words.get(0))
                    && !arguments().contains("--")) {
                throw new BadInput(fresh.besideAFile());
            }
            return fresh.definition(words, overrides);
        } else if (words.isEmpty()) {
            throw new BadInput(
                    "which study? Name a study file (attune run study.yaml), or describe the search with --param.");
        } else if (words.size() > 1) {
            throw new BadInput("one study file was expected, but got " + words.size() + " words: "
                    + String.join(" ", words) + ". Maybe --param is missing?");
        }
        return StudyFileArgument.read(Path.of(words.get(0)), overrides);
    }
}
