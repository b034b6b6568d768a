package org.attune.cli.doctor;

import java.util.List;
import org.attune.machine.SearchPath;

/** Programs of the system with which trials are started. */
final class ToolsCheck implements Check {
    @Override
    public String what() {
        return "tools";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        List<String> missing = missing(here, List.of("sh", "setsid"));
        if (!missing.isEmpty()) {
            return List.of(Finding.red(
                    what(),
                    String.join(" and ", missing) + " not found on the PATH, with which trials are started",
                    "Put the folders of coreutils and util-linux on the PATH: /usr/bin and /bin, usually."));
        }
        List<String> wanted = missing(here, List.of("taskset"));
        return List.of(
                wanted.isEmpty()
                        ? Finding.green(what(), "sh, setsid, taskset")
                        : Finding.yellow(
                                what(),
                                "taskset not found on the PATH: trials are not bound to CPUs of their own",
                                "Install util-linux, or write 'resources: {pin: false}'."));
    }

    private static List<String> missing(Surroundings here, List<String> programs) {
        return programs.stream()
                .filter(program ->
                        SearchPath.find(program, here.variable("PATH")).isEmpty())
                .toList();
    }
}
