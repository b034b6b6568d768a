package org.attune.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.spec.ParamFlag;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import picocli.CommandLine.Option;

/** A study that is described on the command line, without a file. */
final class NewStudyOptions {

    @Option(
            names = "--param",
            paramLabel = "NAME=TYPE(...)",
            description = "A hyperparameter: lr=float(1e-4,1e-1,log), layers=int(1,5), act=cat(relu,tanh),"
                    + " width=ordinal(32,64,128), epochs=const(10). May be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--metric", paramLabel = "NAME", description = "The metric to optimise.")
    private String metric;

    @Option(names = "--mode", paramLabel = "min|max", description = "Whether less of it is better, or more.")
    private String mode;

    @Option(names = "--trials", paramLabel = "N", description = "How many trials at most.")
    private Integer trials;

    @Option(names = "--sampler", paramLabel = "NAME", description = "bohb, random or grid.")
    private String sampler;

    @Option(names = "--scheduler", paramLabel = "NAME", description = "fifo or hyperband.")
    private String scheduler;

    @Option(
            names = "--max-step",
            paramLabel = "N",
            description = "Steps of a trial that HyperBand lets run to the end.")
    private Integer maxStep;

    boolean any() {
        return !parameters.isEmpty()
                || metric != null
                || mode != null
                || trials != null
                || sampler != null
                || scheduler != null
                || maxStep != null;
    }

    /** What to write where there is a study file. */
    String besideAFile() {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "objective.metric", metric);
        put(keys, "objective.mode", mode);
        put(keys, "trials", trials);
        put(keys, "sampler", sampler);
        put(keys, maxStep == null ? "scheduler" : "scheduler.type", scheduler);
        put(keys, "scheduler.max_step", maxStep);
        String set = keys.entrySet().stream()
                .map(key -> "--set " + key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(" "));
        String rule =
                "--param, --metric, --mode, --trials, --sampler, --scheduler and --max-step describe a study without a file.";
        String space = parameters.isEmpty() ? "" : "\nParameters are under space in the study file.";
        return rule + (set.isEmpty() ? "" : "\nWith a study file write " + set + ".") + space;
    }

    Definition definition(List<String> command, List<String> set) {
        require(!parameters.isEmpty(), "at least one --param");
        require(metric != null, "--metric NAME");
        require(mode != null, "--mode min or --mode max");
        require(!command.isEmpty(), "a command after --, such as -- python train.py --lr {lr}");
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("study", name(command));
        study.put("objective", Map.of("metric", metric, "mode", mode));
        study.putAll(ParamFlag.space(parameters).definition());
        put(study, "sampler", sampler);
        schedule(study);
        put(study, "trials", trials);
        study.put("trainable", Map.of("command", command));
        StudySpec spec = StudySpecReader.fromJson(study, "the command line", set);
        return new Definition(spec, Path.of("").toAbsolutePath(), false);
    }

    private void schedule(Map<String, Object> study) {
        if (maxStep == null) {
            put(study, "scheduler", scheduler);
        } else {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("type", Optional.ofNullable(scheduler).orElse("hyperband"));
            settings.put("max_step", maxStep);
            study.put("scheduler", settings);
        }
    }

    /** The script's name, or else the program's, without its ending. */
    private static String name(List<String> command) {
        String word = command.stream()
                .filter(each -> each.matches("[^-{].*\\.(py|sh|R|jl|js|pl|rb)"))
                .findFirst()
                .orElse(command.get(0));
        String file = Path.of(word).getFileName().toString();
        return file.replaceFirst("\\.[^.]+$", "").replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static void require(boolean given, String what) {
        if (!given) {
            throw new BadInput(
                    "a study without a file needs " + what + ".\nExample: attune run --param 'lr=float(1e-4,1e-1,log)'"
                            + " --metric loss --mode min --trials 20 -- python train.py --lr {lr}");
        }
    }
}
