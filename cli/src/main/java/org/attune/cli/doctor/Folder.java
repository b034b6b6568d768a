package org.attune.cli.doctor;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * A folder that Attune writes to.
 *
 * @param what it is: {@code results folder}
 * @param variable that names another one
 * @param least bytes without which there is no use in it
 * @param enough bytes from which on nothing is said
 */
record Folder(String what, String variable, Function<Surroundings, Path> where, long least, long enough) {
    private static final long MEGA = 1_000_000;

    static final Folder RESULTS =
            new Folder("results folder", "ATTUNE_RESULTS", Surroundings::results, 50 * MEGA, 1000 * MEGA);
    static final Folder CACHE = new Folder("cache", "ATTUNE_CACHE", Surroundings::cache, 50 * MEGA, 1000 * MEGA);
    static final Folder TEMPORARY =
            new Folder("temporary folder", "TMPDIR", Surroundings::temporary, 10 * MEGA, 100 * MEGA);

    Path path(Surroundings here) {
        return where.apply(here);
    }

    String another() {
        return "name a folder elsewhere by " + variable;
    }

    Finding silent(String check, Surroundings here, long seconds) {
        return Finding.red(
                check,
                path(here) + " did not answer within " + seconds + " s",
                "See whether its file system is there ('ls " + path(here)
                        + "'; 'dmesg' tells of servers that do not answer), or " + another() + ".");
    }
}
