package org.attune.spec;

/** Where a study comes from that is read. */
enum Origin {
    /** A file, which must name a trainable. */
    FILE,

    /** A program, which may bring its trainable along. */
    PROGRAM,

    /** A journal: what it has is in force, and must be read whatever would be said of it today. */
    JOURNAL;

    /** Whether it may still be mended, so that what would go wrong in its course is told. */
    boolean isNew() {
        return this != JOURNAL;
    }
}
