package org.attune.cli.doctor;

/** How a thing that was looked at is. */
enum Level {
    GREEN,
    /** Attune works, but less well, or not in all that it does. */
    YELLOW,
    RED
}
