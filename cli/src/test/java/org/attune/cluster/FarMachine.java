package org.attune.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine that sees some folders empty, as one that does not share them, and has a disk of its own: a mount namespace. */
final class FarMachine {
    private FarMachine() {}

    /**
     * What runs a command there, to be put before it.
     *
     * @param hidden folders that are empty there
     * @param temporary the folder for temporary files
     * @param size of the disk on which that is, such as {@code 20m}
     * @param cache of files, which is its own
     */
    static List<String> without(List<Path> hidden, Path temporary, String size, Path cache) {
        StringBuilder script = new StringBuilder(
                "mkdir -p '" + temporary + "' && mount -t tmpfs -o size=" + size + " tmpfs '" + temporary + "' && ");
        hidden.forEach(folder -> script.append("mount -t tmpfs tmpfs '" + folder + "' && "));
        script.append("exec \"$@\"");
        List<String> words = new ArrayList<>(List.of("unshare", "-m", "env", "ATTUNE_CACHE=" + cache));
        words.addAll(List.of("TMPDIR=" + temporary, "sh", "-c", script.toString(), "sh"));
        return words;
    }
}
