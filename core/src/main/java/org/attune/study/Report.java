package org.attune.study;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The metrics that a trial told at one step. {@code checkpoint}: folder relative to the study's. */
public record Report(int attempt, int step, Map<String, Double> metrics, Optional<String> checkpoint, Instant time) {}
