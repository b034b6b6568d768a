package org.attune.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One thing to look at. It may take its time and may hang: it is not waited for longer than it says. */
interface Check {

    /** Name of the thing, for people. */
    String what();

    /** @throws IOException is a red finding */
    List<Finding> examine(Surroundings here) throws IOException, InterruptedException;

    default Duration limit() {
        return Duration.ofSeconds(20);
    }

    /** What it means if there is no answer in time. */
    default Finding late(Surroundings here) {
        return Finding.red(
                what(),
                "there was no answer within " + limit().toSeconds() + " s",
                "See what keeps this machine from answering (load, 'dmesg').");
    }
}
