package org.attune.journal;

import java.util.Optional;

/**
 * What was read.
 *
 * @param bytes length of the good part; 0 for a file without a whole header, which is as good as new
 * @param lastSeq number of the last event, 0 without one
 * @param lastEpoch number of the last head, 0 without one
 * @param tornTail what follows the good part
 */
public record ReadResult(long bytes, long lastSeq, long lastEpoch, Optional<TornTail> tornTail) {}
