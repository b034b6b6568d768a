package org.attune.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of Attune in a page: lines of its code blocks that begin with {@code attune} or {@code ./attune}, with or without a prompt. */
final class CodeBlocks {
    private static final Pattern FENCE = Pattern.compile("\\s*```\\s*(\\w*).*");
    private static final Pattern INDENTED = Pattern.compile("(?: {4}|\t).*");
    private static final Pattern COMMAND = Pattern.compile("\\s*(?:\\$ )?((?:\\./)?attune \\S.*)");
    private static final Set<String> SHELLS = Set.of("", "sh", "bash", "console", "shell", "text");

    private CodeBlocks() {}

    /**
     * In the order of the page. Lines that end in a backslash are joined with the next.
     *
     * @param page its text
     */
    static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        String fence = null;
        StringBuilder begun = new StringBuilder();
        for (String line : page.lines().toList()) {
            Matcher edge = FENCE.matcher(line);
            if (edge.matches()) {
                fence = fence == null ? edge.group(1) : null;
                continue;
            }
            boolean isCode = fence == null ? INDENTED.matcher(line).matches() : SHELLS.contains(fence);
            Matcher command = COMMAND.matcher(line);
            boolean goesOn = begun.length() > 0;
            if (isCode && (goesOn || command.matches())) {
                String text = goesOn ? line.strip() : command.group(1);
                boolean hasMore = text.endsWith("\\");
                begun.append(goesOn ? " " : "")
                        .append(hasMore ? text.substring(0, text.length() - 1).strip() : text);
                if (!hasMore) {
                    commands.add(begun.toString());
                    begun.setLength(0);
                }
            }
        }
        return commands;
    }
}
