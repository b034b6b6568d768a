package org.attune.cli.slurm.convert;

/** What becomes of a statement. */
enum Fate {
    STAYS,
    /** With Ray. */
    GOES,
    /** On the cluster of a step. */
    RUNS,
    /** As a comment, for somebody to look at. */
    UNREAD
}
