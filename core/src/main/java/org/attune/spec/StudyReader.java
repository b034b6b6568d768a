package org.attune.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.space.formats.yaml.DerivedReader;
import org.attune.space.formats.yaml.SpaceReader;
import org.attune.text.Fields;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextException;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads the top of a study file, and checks the rules that hold between its parts. */
final class StudyReader {
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    private static final String OBJECTIVE = "objective: {metric: loss, mode: min}";
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Fields fields;
    private final Origin origin;
    private final Problems problems;

    private StudyReader(Fields fields, Origin origin) {
        this.fields = fields;
        this.origin = origin;
        this.problems = fields.problems();
    }

    /**
     * @param defaultName name of a study that does not say its own
     * @param origin where the study comes from
     * @throws TextException with everything that is wrong
     */
    static StudySpec read(TextNode root, Optional<String> defaultName, Origin origin, Problems problems) {
        Optional<Fields> fields = Fields.of("", root, Section.STUDY, "", problems);
        if (fields.isEmpty()) {
            problems.throwIfAny();
        }
        return new StudyReader(fields.orElseThrow(), origin).read(defaultName);
    }

    private StudySpec read(Optional<String> defaultName) {
        Optional<String> name = name(defaultName);
        Optional<Objective> objective = fields.require("objective", "Write " + OBJECTIVE + ".")
                .flatMap(node -> Fields.of("objective", node, Section.OBJECTIVE, OBJECTIVE, problems))
                .flatMap(StudyReader::objective);
        Optional<TextNode> forbidden = fields.find("forbidden");
        Optional<SearchSpace> space = fields.require(
                        "space", "Write space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}.")
                .flatMap(node -> SpaceReader.read(node, forbidden, problems));
        Optional<DerivedValues> derived = fields.find("derived")
                .flatMap(node -> space.flatMap(known -> origin.isNew()
                        ? DerivedReader.tried(node, known, problems)
                        : DerivedReader.read(node, known, problems)));
        Optional<SamplerSpec> sampler = fields.has("sampler")
                ? fields.find("sampler").flatMap(node -> SamplerReader.read(node, space, problems))
                : Optional.of(SamplerSpec.Bohb.standard());
        Optional<SchedulerSpec> scheduler = fields.has("scheduler")
                ? fields.find("scheduler").flatMap(node -> SchedulerReader.read(node, problems))
                : Optional.of(new SchedulerSpec.Fifo());
        OptionalInt trials = fields.count("trials", 1);
        OptionalInt maxParallel = fields.count("max_parallel", 1);
        Optional<Duration> timeLimit = fields.read("time_limit", Quantities::time);
        Optional<Duration> trialTimeLimit = fields.read("trial_time_limit", Quantities::time);
        OptionalInt maxFailures = fields.count("max_failures", 1);
        int retries = fields.count("retries", 0).orElse(0);
        OptionalDouble target = fields.number("target");
        List<Map<String, Object>> initial = fields.find("initial")
                .map(node -> InitialReader.read(node, space, origin.isNew(), problems))
                .orElse(List.of());
        Resources resources = fields.find("resources")
                .flatMap(node -> ResourcesReader.read(node, problems))
                .orElse(Resources.oneCpu());
        Optional<Trainable> trainable = origin != Origin.FILE && !fields.has("trainable")
                ? Optional.of(new Trainable.Caller())
                : fields.require("trainable", "Write trainable: {python: train.py:train}.")
                        .flatMap(node -> new TrainableReader(names(space), absent(space, derived), objective)
                                .read(node, problems));
        StopRule stop = fields.find("stop")
                .map(node -> StopReader.read(node, trainable, problems))
                .orElse(StopRule.never());
        Duration grace = fields.read("grace", Quantities::time).orElse(GRACE);
        long seed = fields.read("seed", Values.whole()).orElse(0L);
        Optional<SlurmSpec> slurm = fields.find("slurm").flatMap(node -> SlurmReader.read(node, problems));
        sampler.ifPresent(this::requireEnd);
        problems.throwIfAny();
        return new StudySpec(
                name.orElseThrow(),
                objective.orElseThrow(),
                space.orElseThrow(),
                derived.orElse(DerivedValues.none()),
                sampler.orElseThrow(),
                scheduler.orElseThrow(),
                trials,
                maxParallel,
                timeLimit,
                trialTimeLimit,
                maxFailures,
                retries,
                target,
                initial,
                stop,
                resources,
                trainable.orElseThrow(),
                grace,
                seed,
                slurm);
    }

    private Optional<String> name(Optional<String> defaultName) {
        String remedy = "It is the name of a folder; write study: my-study.";
        if (fields.has("study") || defaultName.isEmpty()) {
            return fields.require("study", remedy, (label, node) -> {
                if (node.isScalar() && node.written().matches(NAME)) {
                    return node.written();
                }
                throw Values.wrong(label, "of letters, digits, '.', '_' and '-', not starting with '.'", node, "");
            });
        }
        if (!defaultName.get().matches(NAME)) {
            fields.missing("study", "The file's name, " + defaultName.get() + ", cannot stand in for it. " + remedy);
        }
        return defaultName;
    }

    /** What a trial receives; empty if the space or the derived values are wrong. */
    private Optional<List<String>> names(Optional<SearchSpace> space) {
        if (space.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        space.get().parameters().forEach(parameter -> names.add(parameter.name()));
        if (fields.has("derived") && fields.raw("derived").isMapping()) {
            names.addAll(DerivedReader.names(fields.raw("derived")));
        }
        return Optional.of(names);
    }

    /** Names of what a trial may lack; of a study that has begun nothing is said about it. */
    private Predicate<String> absent(Optional<SearchSpace> space, Optional<DerivedValues> derived) {
        return space.filter(known -> origin.isNew())
                .map(known -> Absences.of(known, derived.orElse(DerivedValues.none())))
                .orElse(name -> false);
    }

    private static Optional<Objective> objective(Fields fields) {
        Optional<String> metric = fields.require("metric", "Write metric: loss.", (label, node) -> {
            String text = Values.text(label, node);
            if (text.equals("step")) {
                throw Values.wrong(label, "a metric", node, "'step' counts the reports of a trial.");
            }
            return text;
        });
        Optional<Objective.Mode> mode = fields.require("mode", "Write mode: min or mode: max.", (label, node) -> {
            String text = Values.text(label, node);
            if (!text.equals("min") && !text.equals("max")) {
                String remedy = Nearest.to(text, List.of("min", "max"))
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("");
                throw Values.wrong(label, "min or max", node, remedy);
            }
            return text.equals("min") ? Objective.Mode.MIN : Objective.Mode.MAX;
        });
        return metric.flatMap(known -> mode.map(direction -> new Objective(known, direction)));
    }

    private void requireEnd(SamplerSpec sampler) {
        boolean ends =
                Stream.of("trials", "time_limit", "target").anyMatch(key -> fields.has(key) || fields.isMisspelt(key));
        if (!ends && !(sampler instanceof SamplerSpec.Grid)) {
            problems.add(
                    fields.place(),
                    "a study must have an end, but got none of trials, time_limit and target.",
                    "Write trials: 50.");
        }
    }
}
