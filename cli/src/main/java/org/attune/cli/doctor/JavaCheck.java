package org.attune.cli.doctor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java that Attune runs on. One that is too old does not come so far: the script in front of the program says so. */
final class JavaCheck implements Check {
    private static final int CURVES_IN_BASE = 22;

    /** Without the last there is no TLS on the curves that a cluster uses; later ones have it in their base. */
    private static final List<String> NEEDED = List.of("java.logging", "java.naming", "jdk.unsupported");

    @Override
    public String what() {
        return "Java";
    }

    @Override
    public List<Finding> examine(Surroundings here) {
        return judge(
                Runtime.version().feature(),
                System.getProperty("java.version") + " of " + System.getProperty("java.vendor"),
                System.getProperty("os.arch"),
                System.getProperty("java.home"),
                ModuleLayer.boot().modules().stream().map(Module::getName).collect(Collectors.toSet()));
    }

    List<Finding> judge(int feature, String version, String machine, String home, Set<String> modules) {
        List<String> missing = Stream.concat(
                        NEEDED.stream(), Stream.of("jdk.crypto.ec").filter(it -> feature < CURVES_IN_BASE))
                .filter(module -> !modules.contains(module))
                .toList();
        String text = version + ", " + machine + ", " + home;
        if (!missing.isEmpty()) {
            return List.of(Finding.red(
                    what(),
                    text + " lacks " + String.join(", ", missing),
                    "Set JAVA_HOME to a whole JRE or JDK, or add the modules where it is made (jlink --add-modules "
                            + String.join(",", missing) + ")."));
        } else if (!machine.contains("64") && !machine.equals("s390x")) {
            return List.of(Finding.yellow(
                    what(),
                    text + " has 32 bits: a head with much to hold runs out of memory",
                    "Set JAVA_HOME to a Java of 64 bits."));
        }
        return List.of(Finding.green(what(), text));
    }
}
