package org.attune.wire;

/** An attempt among all that a cluster runs. {@code study}: id of the study, {@link StudyBrief#id}. */
public record AttemptKey(String study, int trial, int attempt) {}
