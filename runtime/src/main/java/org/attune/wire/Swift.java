package org.attune.wire;

/**
 * A message that a receiver takes in no time, unless it says otherwise just now ({@link Receiver#takeAtOnce}): without waiting for a disk, for a peer, or for code that is not Attune's. So it needs no thread but
 * that of the net, and a way through the cluster no hand-over more.
 */
interface Swift {}
