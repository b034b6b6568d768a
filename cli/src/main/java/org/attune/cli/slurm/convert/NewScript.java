package org.attune.cli.slurm.convert;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script as it is for Attune.
 *
 * @param all that was in it
 * @param fates of all
 * @param step options of {@code srun}
 */
record NewScript(List<Statement> all, Map<Statement, Fate> fates, String step) {

    /** How a command is run on the cluster of a step. */
    String run(String command) {
        return ("srun " + step).strip() + " attune cluster start -- " + command;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        Statement last = null;
        boolean blank = false;
        int lastAt = -1;
        for (int i = 0; i < all.size(); i++) {
            Statement statement = all.get(i);
            Fate fate = fates.get(statement);
            blank |= statement.blankBefore();
            if (fate == Fate.GOES) {
                continue;
            }
            String written = fate == Fate.RUNS
                    ? converted(statement)
                    : fate == Fate.UNREAD ? "# " + statement.text().replace("\n", "\n# ") : statement.text();
            boolean joined =
                    last != null && last.after().matches("&&|\\|\\||\\|") && fate != Fate.UNREAD && i == lastAt + 1;
            boolean trailing = last != null && statement.isComment() && last.line() == statement.line();
            text.append(
                    joined ? " " + last.after() + " " : trailing ? "  " : last == null ? "" : blank ? "\n\n" : "\n");
            text.append(written);
            if (statement.after().equals("&") && fate != Fate.UNREAD) {
                text.append(" &");
            }
            last = statement;
            lastAt = i;
            blank = false;
        }
        return text.append('\n').toString();
    }

    private String converted(Statement statement) {
        if (RayStatements.isRun(statement)) {
            return run(statement.behindDashes());
        } else if (!statement.isCompound()) {
            return onCluster(statement.text());
        }
        String text = statement.text();
        for (String part : statement.parts()) {
            if (Programs.isProgram(part)) {
                String command = part.replaceFirst("^(?:(?:do|then|else|!|time)\\s+)+", "");
                text = text.replace(command, onCluster(command));
            }
        }
        return text;
    }

    /** What stands before a program, variables and its own srun, is not part of it. */
    private String onCluster(String command) {
        Matcher before = Pattern.compile(
                        "(?s)((?:[A-Za-z_]\\w*=(?:\"[^\"]*\"|'[^']*'|\\S*)\\s+)*)(?:srun\\s+((?:-\\S+(?:\\s+(?![-/])(?:\"[^\"]*\"|\\d+|\\$\\S+)(?=\\s))?\\s+(?:\\\\\\n\\s*)?)*))?(.*)")
                .matcher(command);
        return before.matches() ? before.group(1) + run(before.group(3)) : run(command);
    }

    /** What the script does before Ray, for the job of a study. */
    List<String> setup(Statement ray) {
        return all.stream()
                .filter(it -> !it.isComment() && fates.get(it) == Fate.STAYS && it.line() < ray.line())
                .sorted(Comparator.comparingInt(Statement::line))
                .map(Statement::text)
                .flatMap(String::lines)
                .toList();
    }
}
