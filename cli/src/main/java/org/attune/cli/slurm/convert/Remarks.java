package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people are told of a script: what went, and what somebody has to look at. */
final class Remarks {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\w+\\s*}}|\\$\\{([A-Z][A-Z0-9_]*)}");

    private final List<Note> notes = new ArrayList<>();

    /** In the order in which they were made. */
    List<Note> notes() {
        return notes;
    }

    void leftOut(Statement statement, String why) {
        notes.add(new Note(placeOf(statement), false, "left out '" + statement.brief() + "'", why));
    }

    void of(RayCluster cluster) {
        notes.addAll(cluster.notes());
    }

    void leftOutWithRay(Statement statement) {
        leftOut(statement, whyOfRay(statement));
        lookForOthersIn(statement);
    }

    private static String whyOfRay(Statement statement) {
        if (RayWords.starts(statement.code())) {
            return RayCluster.why(statement);
        } else if (statement.isAssignment()) {
            return "a setting of Ray";
        }
        return statement.text().contains("stop")
                ? "the cluster ends with its program"
                : "the tasks of a step find each other by themselves";
    }

    /** A loop that starts Ray may do more than that. */
    private void lookForOthersIn(Statement statement) {
        if (statement.isCompound()) {
            for (String part : statement.parts()) {
                if (!RayWords.isAny(part)
                        && !Programs.isPlumbing(part)
                        && !RayStatements.isFunction(part)
                        && !part.contains("hostname")) {
                    notes.add(new Note(
                            statement.placeOf(part),
                            true,
                            "'" + part.strip() + "'",
                            "it stands in what starts Ray, and went with it. Put it back where it is needed"));
                }
            }
        } else {
            Matcher quoted =
                    Pattern.compile("-c\\s+[\"'](.*)[\"']", Pattern.DOTALL).matcher(statement.text());
            if (quoted.find()) {
                for (Statement inner : Shell.statements(quoted.group(1))) {
                    if (!RayWords.isAny(inner.text()) && !inner.program().equals("sleep")) {
                        notes.add(
                                new Note(
                                        statement.placeOf(inner.text()),
                                        true,
                                        "'" + inner.brief() + "'",
                                        "it was run on each node before Ray. Put it into the script before srun: tasks have the script's environment"));
                    }
                }
            }
        }
    }

    void unread(Statement statement) {
        notes.add(
                new Note(
                        placeOf(statement),
                        true,
                        "'" + statement.brief() + " &'",
                        "what it does in the background was not read, and it is a comment now. If it starts Ray's workers, it is not needed"));
    }

    /** Where Ray's head was is nothing that a program should still be told. */
    void lookAtUses(Statement statement, Variables variables) {
        if (!statement.isCompound() && statement.text().matches("(?s).*(?<!<)<<(?!<).*")) {
            notes.add(
                    new Note(
                            statement.placeOf("<<"),
                            true,
                            "'<<'",
                            "the program reads from the script. On a step it is run by the first task: write what it reads into a file"));
        }
        for (String name : Variables.uses(statement.text())) {
            if (variables.isOfRay(name)) {
                notes.add(
                        new Note(
                                statement.placeOf("$" + (statement.text().contains("${" + name) ? "{" : "") + name),
                                true,
                                "'$" + name + "'",
                                "the program is told where Ray's head is. Attune tells programs by ATTUNE_CLUSTER where they are; the variable was left as it is"));
            }
        }
    }

    /** {@code example}: what the script would have. */
    void noProgram(Statement last, String example) {
        notes.add(new Note(
                placeOf(last),
                true,
                "ray start",
                "no program that uses the cluster was found after it. Write it as: " + example));
    }

    void lookForPlaceholders(List<Statement> all, Header header, Map<Statement, Fate> fates) {
        Set<String> set = new HashSet<>();
        all.forEach(statement -> set.addAll(Variables.sets(statement.text())));
        for (Statement statement : all) {
            boolean isHead = header.lines().contains(statement);
            Matcher placeholder = PLACEHOLDER.matcher(statement.text());
            Set<String> told = new LinkedHashSet<>();
            while (fates.get(statement) != Fate.GOES && placeholder.find()) {
                String name = placeholder.group(1);
                boolean isFree = name == null
                        || isHead
                        || !set.contains(name) && statement.program().startsWith("${") && !name.startsWith("SLURM_");
                if (isFree && told.add(placeholder.group())) {
                    notes.add(new Note(
                            statement.placeOf(placeholder.group()),
                            true,
                            "'" + placeholder.group() + "'",
                            isHead
                                    ? "sbatch expands no variables in #SBATCH lines. Write the value"
                                    : "nothing in the script fills it in. Write what is meant"));
                }
            }
        }
    }

    void lookAtTheHead(Header header) {
        for (Statement line : header.lines()) {
            if (line.text().matches(".*\\s(--array|-a)\\b.*")) {
                notes.add(
                        new Note(
                                placeOf(line),
                                true,
                                "'" + line.brief() + "'",
                                "each job of the array is a cluster of its own, as before; the section of a study file has no arrays"));
            } else if (line.text().matches("#SBATCH\\s+hetjob\\b.*")) {
                notes.add(new Note(
                        placeOf(line),
                        true,
                        "'" + line.brief() + "'",
                        "a job of several parts was not understood. The script's step is on the first part alone"));
            }
        }
        header.find("nodes")
                .filter(nodes -> nodes.contains("-"))
                .ifPresent(nodes -> notes.add(new Note(
                        placeOf(header.lines().get(0)),
                        true,
                        "nodes " + nodes,
                        "the section of a study file has one number of nodes: write it")));
    }

    private static Statement.Place placeOf(Statement statement) {
        return new Statement.Place(statement.line(), statement.column());
    }
}
