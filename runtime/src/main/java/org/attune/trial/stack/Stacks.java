package org.attune.trial.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.machine.SearchPath;

/**
 * Tells what each process of a trial is doing: of Python by {@code py-spy} where that is installed and may look, else by the process itself if it imported {@code attune}; of Java by {@code
 * jstack}; of others what the kernel says. Nothing of it shows in the trial's output. Needs Linux.
 */
public final class Stacks {
    private static final int LONGEST_COMMAND = 200;

    private final Map<String, String> environment;

    /** @param environment in which tools are looked for */
    public Stacks(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param leader the trial's first process
     * @return text for people; empty if there is no such process
     */
    public String of(long leader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Member process : Member.of(leader)) {
            text.append(text.length() == 0 ? "" : "\n").append(of(process));
        }
        return text.toString();
    }

    private String of(Member process) {
        if (process.isJava()) {
            return tool("jstack", process, List.of("-l"))
                    .map(stack -> section(process, "by jstack", stack))
                    .orElseGet(() -> silent(process, "jstack, of a JDK, would tell more"));
        } else if (process.isPython()) {
            return tool("py-spy", process, List.of("dump", "--pid"))
                    .map(stack -> section(process, "by py-spy", stack))
                    .or(() -> AskedPython.ask(process).map(stack -> section(process, "by faulthandler", stack)))
                    .orElseGet(() -> silent(process, "'import attune' in it, or py-spy installed, would tell more"));
        }
        return silent(process, "");
    }

    private Optional<String> tool(String name, Member process, List<String> options) {
        return Stream.of(
                        process.variable("VIRTUAL_ENV").map(folder -> Path.of(folder, "bin", name)),
                        process.program().map(program -> program.resolveSibling(name)),
                        SearchPath.find(name, environment.getOrDefault("PATH", "/usr/bin:/bin")))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .distinct()
                .flatMap(tool -> Tool.run(Stream.concat(
                                        Stream.concat(Stream.of(tool.toString()), options.stream()),
                                        Stream.of(Long.toString(process.pid())))
                                .toList())
                        .stream())
                .findFirst();
    }

    private static String section(Member process, String source, String stack) {
        return "process " + process.pid() + ", " + source + ": " + brief(process.command()) + "\n" + stack.indent(2);
    }

    private static String silent(Member process, String remedy) {
        return "process " + process.pid() + ", " + process.doing() + ": " + brief(process.command())
                + (remedy.isEmpty() ? "" : "\n  " + remedy) + "\n";
    }

    private static String brief(String command) {
        String line = command.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_COMMAND ? line : line.substring(0, LONGEST_COMMAND) + " ...";
    }
}
