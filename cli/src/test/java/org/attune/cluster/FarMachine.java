package org.attune.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A machine that sees some folders empty, as one that does not share them: a mount namespace. */
final class FarMachine {
    private FarMachine() {}

    /**
     * What runs a command there, to be put before it.
     *
     * @param hidden folders that are empty there
     * @param sizes folders whose disk has that size there, such as {@code 20m}
     * @param cache of files, which is its own
     */
    static List<String> without(List<Path> hidden, Map<Path, String> sizes, Path cache) {
        StringBuilder script = new StringBuilder();
        hidden.forEach(folder -> script.append("mount -t tmpfs tmpfs '" + folder + "' && "));
        sizes.forEach((folder, size) -> script.append(
                "mkdir -p '" + folder + "' && mount -t tmpfs -o size=" + size + " tmpfs '" + folder + "' && "));
        script.append("exec \"$@\"");
        List<String> words = new ArrayList<>(List.of("unshare", "-m", "env", "ATTUNE_CACHE=" + cache));
        words.addAll(List.of("sh", "-c", script.toString(), "sh"));
        return words;
    }
}
