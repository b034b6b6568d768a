package org.attune.journal;

import java.time.Instant;

/**
 * The process that writes a study's journal.
 *
 * @param epoch number of the head; each one has a higher number than all before
 * @param since when it took the study, by its own clock
 */
public record Head(long epoch, String host, long pid, Instant since) {}
