package org.attune.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page about Slurm has to be run. Of blocks in {@code ```sh} each line is a command, but a block that begins
 * with {@code #!} is the script of a job; blocks in {@code ```python} are programs; of what is indented, lines that
 * begin with {@code attune} are commands. All others, {@code ```bash} among them, are there to be read.
 */
final class SlurmBlocks {
    private static final Pattern FENCE = Pattern.compile("```\\s*(\\w*).*");

    private SlurmBlocks() {}

    /** How something is run. */
    enum Kind {
        COMMAND,
        SCRIPT,
        PROGRAM
    }

    record Block(Kind kind, String text) {}

    /** In the order of the page. */
    static List<Block> of(String page) {
        List<Block> blocks = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        String fence = null;
        for (String line : page.lines().toList()) {
            Matcher edge = FENCE.matcher(line);
            if (edge.matches() && fence == null) {
                fence = edge.group(1);
                inside.clear();
            } else if (edge.matches()) {
                add(fence, inside, blocks);
                fence = null;
            } else if (fence != null) {
                inside.add(line);
            } else if (line.matches("(?: {4}|\t)(?:\\./)?attune \\S.*")) {
                blocks.add(new Block(Kind.COMMAND, line.strip()));
            }
        }
        return blocks;
    }

    private static void add(String fence, List<String> lines, List<Block> blocks) {
        String text = String.join("\n", lines) + "\n";
        if (fence.equals("python")) {
            blocks.add(new Block(Kind.PROGRAM, text));
        } else if (fence.equals("sh") && text.startsWith("#!")) {
            blocks.add(new Block(Kind.SCRIPT, text));
        } else if (fence.equals("sh")) {
            for (String line : text.replaceAll("\\\\\n\\s*", "").lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    blocks.add(new Block(Kind.COMMAND, line.strip()));
                }
            }
        }
    }
}
