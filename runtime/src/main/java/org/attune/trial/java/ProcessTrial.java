package org.attune.trial.java;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.space.Groups;
import org.attune.study.Metrics;
import org.attune.text.Json;
import org.attune.tuner.TrialContext;

/** What a trial in Java sees of its study where it is a process of its own. */
final class ProcessTrial implements TrialContext {
    private final Map<String, String> environment;
    private final Thread thread;
    private final Configuration configuration;
    private int step;
    private OptionalInt until;
    private long reports;
    private ReportChannel channel;
    private volatile boolean ending;

    /**
     * @param environment of this process, as docs/trial-protocol.md has it
     * @param thread that runs the trial
     */
    ProcessTrial(Map<String, String> environment, Thread thread) {
        this.environment = Map.copyOf(environment);
        this.thread = thread;
        this.configuration = new Configuration(Groups.flat((Map<?, ?>) Json.parse(environment.get("ATTUNE_CONFIG"))));
        this.step = step();
        this.until = number("ATTUNE_UNTIL");
    }

    /** Asks it to end: by an interrupt, and at its next report. On any thread. */
    void end() {
        ending = true;
        thread.interrupt();
    }

    boolean isEnding() {
        return ending;
    }

    @Override
    public int trial() {
        return number("ATTUNE_TRIAL").orElseThrow();
    }

    @Override
    public int attempt() {
        return number("ATTUNE_ATTEMPT").orElseThrow();
    }

    @Override
    public Part part() {
        return number("ATTUNE_RANK").isEmpty()
                ? Part.ALONE
                : new Part(
                        number("ATTUNE_RANK").getAsInt(),
                        number("ATTUNE_WORLD_SIZE").orElseThrow(),
                        environment.get("ATTUNE_ADDRESS"),
                        number("ATTUNE_PORT").orElseThrow());
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public int step() {
        return number("ATTUNE_STEP").orElse(0);
    }

    @Override
    public OptionalInt until() {
        return until;
    }

    @Override
    public Optional<Path> checkpoint() {
        return Optional.ofNullable(environment.get("ATTUNE_CHECKPOINT")).map(Path::of);
    }

    @Override
    public Path newCheckpoint() {
        try {
            return Files.createTempDirectory(Path.of(environment.get("ATTUNE_SAVE")), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void report(Map<String, Double> metrics) {
        report(step + 1, metrics, Optional.empty());
    }

    @Override
    public void report(int atStep, Map<String, Double> metrics, Optional<Path> checkpoint) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seq", ++reports);
        report.put("step", atStep);
        report.put("metrics", plain(Metrics.copyOf(metrics)));
        checkpoint.ifPresent(path -> report.put("checkpoint", path.toString()));
        if (ending) {
            throw ended("was asked to end");
        }
        obey(answer(report), atStep);
    }

    private Map<?, ?> answer(Map<String, Object> report) {
        try {
            if (channel == null) {
                channel = new ReportChannel();
            }
            return channel.ask(report).orElseThrow(() -> ended("has nobody to report to any more"));
        } catch (InterruptedException e) {
            throw ended("was asked to end");
        } catch (IOException e) {
            throw ended("has nobody to report to any more: " + e.getMessage());
        }
    }

    private void obey(Map<?, ?> answer, int atStep) {
        if (answer.get("error") instanceof String error) {
            throw new IllegalArgumentException(error);
        }
        step = atStep;
        until = answer.get("until") instanceof Long next ? OptionalInt.of(next.intValue()) : OptionalInt.empty();
        if (!"continue".equals(answer.get("do"))) {
            throw ended("was told to " + answer.get("do"));
        }
    }

    private TrialEnded ended(String why) {
        ending = true;
        return new TrialEnded("trial " + trial() + " " + why);
    }

    /** As JSON can say it. */
    private static Map<String, Object> plain(Metrics metrics) {
        Map<String, Object> plain = new LinkedHashMap<>();
        metrics.forEach((name, value) -> plain.put(name, Double.isFinite(value) ? value : value.toString()));
        return plain;
    }

    private OptionalInt number(String variable) {
        String text = environment.get(variable);
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
}
