package org.attune.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exception of a Python traceback, and what it came from. */
final class PythonTraceback {
    private static final String START = "Traceback (most recent call last):";
    private static final Pattern GROUP_START = Pattern.compile("\\s*\\+ Exception Group " + Pattern.quote(START));
    private static final Pattern FIRST_OF_GROUP = Pattern.compile("\\s*\\+-\\+-+ 1 -+");
    private static final Pattern FRAME_OF_GROUP = Pattern.compile("^\\s*\\| ?");
    private static final Pattern PLACE = Pattern.compile("\\s+File \"(?:.*/)?([^\"/]+)\", line (\\d+).*");
    private static final Pattern WITHOUT_WORDS =
            Pattern.compile("[\\w.]+|(?:SyntaxError|IndentationError|TabError|KeyError): .*");
    private static final String CAUSED = "The above exception was the direct cause of the following exception:";
    private static final String HANDLING = "During handling of the above exception, another exception occurred:";

    /** Exceptions that only say that another process failed; that one has said why before. */
    static final Pattern WRAPPER = Pattern.compile(
            "(?:torch\\.distributed\\.elastic\\.\\S*ChildFailedError|subprocess\\.CalledProcessError)\\b.*");

    private final List<String> lines;
    private final List<Finding> chains = new ArrayList<>();

    private PythonTraceback(List<String> lines) {
        this.lines = lines;
    }

    /** What the traceback that says most says; {@code lines} without blank ones. */
    static Optional<Finding> find(List<String> lines) {
        PythonTraceback reader = new PythonTraceback(lines);
        reader.read();
        return reader.telling();
    }

    private Optional<Finding> telling() {
        if (chains.isEmpty()) {
            return Optional.empty();
        }
        Finding last = chains.get(chains.size() - 1);
        boolean wraps = WRAPPER.matcher(last.text()).matches();
        // Of several processes the first that failed took the others with it.
        return wraps
                ? chains.stream()
                        .filter(chain -> !WRAPPER.matcher(chain.text()).matches())
                        .findFirst()
                        .or(() -> Optional.of(last))
                : Optional.of(last);
    }

    private void read() {
        String root = "";
        for (int start = 0; start < lines.size(); start++) {
            boolean isGroup = GROUP_START.matcher(lines.get(start)).matches();
            Optional<Finding> raised =
                    isGroup ? group(start) : lines.get(start).equals(START) ? exception(start) : Optional.empty();
            if (raised.isPresent()) {
                String before = start == 0 ? "" : lines.get(start - 1);
                // Of the exception before it the tail may have nothing.
                if (!chains.isEmpty() && (before.equals(CAUSED) || before.equals(HANDLING))) {
                    chains.remove(chains.size() - 1);
                    chains.add(raised.get().from(before.equals(CAUSED) ? "caused by" : "while handling", root));
                } else {
                    chains.add(raised.get());
                    root = raised.get().text();
                }
            }
        }
    }

    private Optional<Finding> exception(int start) {
        String place = "";
        for (int i = start + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher frame = PLACE.matcher(line);
            if (frame.matches()) {
                place = frame.group(1) + ", line " + frame.group(2) + code(i + 1);
            } else if (!Character.isWhitespace(line.charAt(0))) {
                return Optional.of(new Finding(start, line + more(line, i + 1, place)));
            }
        }
        return Optional.empty();
    }

    private String code(int i) {
        boolean isCode = i < lines.size() && lines.get(i).startsWith("    ");
        return isCode ? ": " + lines.get(i).strip() : "";
    }

    /** What a first line that says little lacks. */
    private String more(String line, int next, String place) {
        if (WITHOUT_WORDS.matcher(line).matches()) {
            return place.isEmpty() ? "" : " (" + place + ")";
        }
        boolean goesOn =
                line.endsWith(":") && next < lines.size() && !lines.get(next).equals(START);
        return goesOn ? " " + lines.get(next).strip() : "";
    }

    private Optional<Finding> group(int start) {
        Optional<String> group = Optional.empty();
        boolean inFirst = false;
        for (int i = start + 1; i < lines.size(); i++) {
            String line = FRAME_OF_GROUP.matcher(lines.get(i)).replaceFirst("");
            boolean says = !Character.isWhitespace(line.isEmpty() ? ' ' : line.charAt(0)) && !line.equals(START);
            if (FIRST_OF_GROUP.matcher(line).matches()) {
                inFirst = true;
            } else if (says && inFirst) {
                return Optional.of(new Finding(start, group.orElse("ExceptionGroup") + ", such as " + line));
            } else if (says && group.isEmpty()) {
                group = Optional.of(line);
            }
        }
        return group.map(line -> new Finding(start, line));
    }
}
