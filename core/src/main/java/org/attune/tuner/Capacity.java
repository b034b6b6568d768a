package org.attune.tuner;

/**
 * @param slots how many attempts can run at once, at least 1
 * @param source where the number came from, for people: {@code "2 CPUs of this machine's 8 by affinity, 1 a trial"}
 */
public record Capacity(int slots, String source) {}
