package org.attune.engine.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.machine.FileTree;

/**
 * What a process of a job found, and what must be read from it: a file of lines {@code key: value} that say what is expected, lines {@code file PATH: text} of a machine other than the usual
 * one, and after an empty line the variables.
 */
record RecordedEnvironment(String name, Map<String, String> expected, FileTree files, Map<String, String> variables) {

    /** @param root where the machine's files are put: by default two CPUs, bound to none, and 24 GB */
    static RecordedEnvironment read(Path file, Path root) throws IOException {
        FileTree files = new FileTree(root)
                .file("/sys/devices/system/cpu/online", "0-1")
                .file("/proc/self/status", "Cpus_allowed_list: 0-1")
                .file("/proc/meminfo", "MemTotal: 25165824 kB");
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> variables = new LinkedHashMap<>();
        boolean isHead = true;
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank()) {
                isHead = false;
            } else if (!isHead) {
                put(variables, line, "=");
            } else if (line.startsWith("file ")) {
                int colon = line.indexOf(": ");
                files.file(
                        line.substring("file ".length(), colon),
                        line.substring(colon + 2).replace("\\n", "\n"));
            } else {
                put(expected, line, ": ");
            }
        }
        expected.remove("what");
        String name = file.getFileName().toString();
        return new RecordedEnvironment(name, expected, files, variables);
    }

    private static void put(Map<String, String> map, String line, String separator) {
        int at = line.indexOf(separator);
        map.put(line.substring(0, at), line.substring(at + separator.length()));
    }

    @Override
    public String toString() {
        return name;
    }
}
