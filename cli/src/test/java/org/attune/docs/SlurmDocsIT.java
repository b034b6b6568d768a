package org.attune.docs;

/** What the pages about Slurm tell people to type works, on a real one. */
final class SlurmDocsIT {
    private SlurmDocsIT() {}
}
