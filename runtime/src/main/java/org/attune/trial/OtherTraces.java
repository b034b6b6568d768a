package org.attune.trial;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What programs in other languages than Python say when they fail, where their last line is not the one that says why. */
final class OtherTraces {
    /**
     * A line that says why.
     *
     * @param line its first group is what to tell
     * @param next a line that goes with it; its first group is told too
     * @param later some line after it must be so
     */
    private record Form(Pattern line, Pattern next, Pattern later) {
        static Form of(String line, String next, String later) {
            return new Form(Pattern.compile(line), Pattern.compile(next), Pattern.compile(later));
        }

        Optional<Finding> find(List<String> lines) {
            for (int i = lines.size() - 1; i >= 0; i--) {
                Matcher matcher = line.matcher(lines.get(i));
                List<String> rest = lines.subList(i + 1, lines.size());
                if (matcher.matches() && followed(rest)) {
                    return Optional.of(new Finding(i, matcher.group(1) + more(matcher.group(1), rest)));
                }
            }
            return Optional.empty();
        }

        private boolean followed(List<String> rest) {
            return later.pattern().isEmpty()
                    || rest.stream().anyMatch(text -> later.matcher(text).matches());
        }

        private String more(String told, List<String> rest) {
            Matcher follower = next.matcher(rest.isEmpty() ? "" : rest.get(0));
            return !next.pattern().isEmpty() && follower.matches()
                    ? (told.endsWith(":") ? " " : ": ") + follower.group(1)
                    : "";
        }
    }

    private static final String NO_OTHER = "";
    private static final List<Form> FORMS = List.of(
            Form.of("ERROR: (?:LoadError: )?(.*)", "(?!Stacktrace)(\\S.*)", "Stacktrace:|in expression starting at .*"),
            Form.of("(Error in .*:)", "\\s*(.*)", "Execution halted"),
            Form.of("(Error(?: in .*[^:]|:.*))", NO_OTHER, "Execution halted"),
            Form.of("(thread '.*'(?: \\(\\d+\\))? panicked at .*:)", "(.*)", NO_OTHER),
            Form.of("(thread '.*'(?: \\(\\d+\\))? panicked at .*[^:])", NO_OTHER, NO_OTHER),
            Form.of("((?:panic|fatal error): .*)", NO_OTHER, "goroutine \\d+ .*"),
            Form.of("terminate called after throwing an instance of '(.*)'", "\\s+what\\(\\):\\s*(.*)", NO_OTHER),
            Form.of("(Fatal Python error: .*)", NO_OTHER, NO_OTHER),
            Form.of("(Fortran runtime error: .*)", NO_OTHER, NO_OTHER));
    private static final Form JAVA = Form.of(
            "(?:Exception in thread \"[^\"]*\" )?((?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error)\\b.*)",
            NO_OTHER,
            "\\s+at \\S+\\(.*\\)");
    private static final String CAUSE = "Caused by: ";

    private OtherTraces() {}

    /** What the last of them says; {@code lines} without blank ones. */
    static Optional<Finding> find(List<String> lines) {
        Optional<Finding> found = java(lines);
        for (Form form : FORMS) {
            found = Finding.later(found, form.find(lines));
        }
        return found;
    }

    private static Optional<Finding> java(List<String> lines) {
        return JAVA.find(lines)
                .map(head -> IntStream.range(head.at(), lines.size())
                        .mapToObj(lines::get)
                        .filter(line -> line.startsWith(CAUSE))
                        .reduce((earlier, later) -> later)
                        .map(root -> head.from("caused by", root.substring(CAUSE.length())))
                        .orElse(head));
    }
}
