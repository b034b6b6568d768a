package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.cli.BadInput;

/** Decides of each statement of a script whether it stays, goes with Ray, or is run on the cluster of a step. A function of the script alone. */
final class Conversion {
    private static final String FOLDER =
            "an address, a port or a list of nodes: the tasks of a step find each other by themselves";
    private static final Pattern FUNCTION =
            Pattern.compile("(?:function\\s+)?([A-Za-z_][\\w-]*)\\s*(?:\\(\\s*\\))?\\s*\\{?");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\w+\\s*}}|\\$\\{([A-Z][A-Z0-9_]*)}");

    /** What is done around a program, and no use of the cluster. */
    private static final Set<String> AROUND = Set.of(
            "",
            "echo",
            "printf",
            "date",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "cd",
            "pushd",
            "popd",
            "module",
            "ml",
            "conda",
            "mamba",
            "micromamba",
            "source",
            ".",
            "export",
            "set",
            "unset",
            "wait",
            "exit",
            "trap",
            "ulimit",
            "deactivate",
            "hostname",
            "ls",
            "cat",
            "tar",
            "rsync",
            "touch",
            "env",
            "which",
            "true",
            "scontrol",
            "nvidia-smi",
            "sleep",
            "umask",
            "pwd",
            "kill",
            "shopt",
            "declare",
            "readonly",
            "local",
            "typeset",
            "df",
            "free",
            "lscpu",
            "ln",
            "chmod",
            "alias",
            "spack",
            "eval",
            "ldconfig",
            "read",
            "mapfile",
            "readarray",
            "test",
            "[",
            "[[",
            ":",
            "for",
            "case",
            "done",
            "fi",
            "esac",
            "}",
            "break",
            "continue",
            "sbcast",
            "squeue",
            "tee");

    /** What may surround Ray's addresses and ports. */
    private static final Set<String> OF_PLUMBING = Set.of(
            "",
            "echo",
            "printf",
            "read",
            "test",
            "[",
            "[[",
            ":",
            "sleep",
            "nc",
            "export",
            "for",
            "case",
            "done",
            "fi",
            "esac",
            "}",
            "break",
            "continue",
            "kill",
            "wait",
            "ping",
            "curl",
            "mapfile",
            "readarray",
            "declare",
            "hostname",
            "scontrol",
            "date",
            "timeout",
            "ray");

    private enum Fate {
        STAYS,
        GOES,
        RUNS,
        UNREAD
    }

    private final List<Statement> all;
    private final Header header;
    private final Map<Statement, Fate> fates = new IdentityHashMap<>();
    private final List<Note> notes = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private final List<Statement> starts;
    private final Variables variables;
    private final RayCluster cluster;
    private final String step;

    private Conversion(String script) {
        all = Shell.statements(script);
        checkShell(script);
        header = Header.of(all);
        all.stream().filter(it -> it.isCompound() && RayWords.isAny(it.code())).forEach(this::noteFunction);
        starts = all.stream().filter(this::startsRay).toList();
        if (starts.isEmpty()) {
            throw new BadInput(
                    "there is neither 'ray start' nor 'ray symmetric-run' in it, so there is nothing to convert. In a script of your own, 'srun attune cluster start -- PROGRAM' or 'srun attune run study.yaml' is all (docs/slurm.md).");
        }
        variables = new Variables(all, it -> isOfRay(it) || isRun(it), Conversion::isQuiet);
        cluster = new RayCluster(header, starts);
        step = cluster.step();
    }

    static Converted of(String script) {
        return new Conversion(script).convert();
    }

    private static void checkShell(String script) {
        String first = script.lines().findFirst().orElse("");
        if (first.startsWith("#!") && !first.matches("#!.*\\b(ba|da|k|z)?sh\\b.*")) {
            throw new BadInput("it begins with '" + first + "', and only scripts of sh, bash, ksh and zsh are read.");
        }
    }

    private void noteFunction(Statement block) {
        Matcher name = FUNCTION.matcher(block.parts().get(0));
        if (block.parts().get(0).matches("(?s)(function\\s+[\\w-]+|[\\w-]+\\s*\\(\\s*\\)).*") && name.lookingAt()) {
            functions.add(name.group(1));
        }
    }

    private boolean startsRay(Statement statement) {
        return !statement.isComment() && (RayWords.starts(statement.code()) || RayWords.isSymmetric(statement.code()));
    }

    private boolean isOfRay(Statement statement) {
        return !statement.isComment()
                && (RayWords.isAny(statement.code()) && !isRun(statement)
                        || statement.isAssignment() && RayWords.isSetting(statement.text())
                        || functions.contains(statement.program()));
    }

    /** A program that is handed to Ray to be run. */
    private static boolean isRun(Statement statement) {
        boolean submits = Pattern.compile("\\bray\\s+job\\s+submit\\b")
                .matcher(statement.code())
                .find();
        return (RayWords.isSymmetric(statement.code()) || submits)
                && !statement.behindDashes().isEmpty();
    }

    private Converted convert() {
        notes.addAll(cluster.notes());
        decideWhatIsRays();
        need(step);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Statement statement : all) {
                if (!statement.isComment()
                        && !fates.containsKey(statement)
                        && !statement.isAssignment()
                        && !isPlumbing(statement)) {
                    decide(statement);
                    need(statement.text());
                    changed = true;
                }
            }
        }
        all.stream().filter(it -> !it.isComment() && !fates.containsKey(it)).forEach(this::decideVariables);
        decideComments();
        if (!fates.containsValue(Fate.RUNS)) {
            Statement last = starts.get(starts.size() - 1);
            notes.add(new Note(
                    new Statement.Place(last.line(), last.column()),
                    true,
                    "ray start",
                    "no program that uses the cluster was found after it. Write it as: " + run("PROGRAM")));
        }
        lookForPlaceholders();
        lookAtTheHead();
        return new Converted(text(), Converted.joined(notes), new Section(header, cluster.cpus(), setup()).lines());
    }

    private void decideWhatIsRays() {
        boolean isOver = false;
        for (Statement statement : all) {
            if (isRun(statement)) {
                fates.put(statement, Fate.RUNS);
                isOver = true;
                need(statement.behindDashes());
            } else if (isOfRay(statement)) {
                fates.put(statement, Fate.GOES);
                leftOut(statement, whyOfRay(statement));
                lookForOthersIn(statement);
            } else if (!statement.isComment() && statement.code().isEmpty() && speaksOfRay(statement)) {
                fates.put(statement, Fate.GOES);
            } else if (statement.program().equals("sleep") && !isOver && !statement.isCompound()) {
                fates.put(statement, Fate.GOES);
                leftOut(statement, "the tasks of a step need not be waited for");
            } else if (!statement.isComment()
                    && !statement.isAssignment()
                    && starts.get(0).line() < statement.line()) {
                isOver |= isProgram(statement.text()) && !statement.after().equals("&");
            }
        }
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
                        && !OF_PLUMBING.contains(Statement.program(part))
                        && !FUNCTION.matcher(part).matches()
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

    private boolean isPlumbing(Statement statement) {
        return variables.isOfRay(statement) && isQuiet(statement);
    }

    /** Whether nothing is done in it but setting, asking and printing. */
    private static boolean isQuiet(Statement statement) {
        List<String> parts = statement.isCompound() ? statement.parts() : List.of(statement.text());
        return !statement.isComment() && parts.stream().map(Statement::program).allMatch(OF_PLUMBING::contains);
    }

    private void need(String text) {
        variables.areNeededBy(text, all);
    }

    private void decide(Statement statement) {
        boolean isBefore = statement.line() < starts.get(0).line();
        boolean isHidden = statement.after().equals("&") && isScript(statement);
        if (isHidden) {
            fates.put(statement, Fate.UNREAD);
            notes.add(
                    new Note(
                            placeOf(statement),
                            true,
                            "'" + statement.brief() + " &'",
                            "what it does in the background was not read, and it is a comment now. If it starts Ray's workers, it is not needed"));
        } else if (isBefore
                || statement.isCompound() && statement.parts().stream().noneMatch(Conversion::isProgram)) {
            fates.put(statement, Fate.STAYS);
        } else if (isProgram(statement.text()) || statement.isCompound()) {
            fates.put(statement, Fate.RUNS);
            lookAtUses(statement);
        } else {
            fates.put(statement, Fate.STAYS);
        }
    }

    private static boolean isScript(Statement statement) {
        String program = statement.program();
        return program.equals("srun")
                || program.equals("ssh")
                || program.equals("mpirun")
                || program.endsWith(".sh")
                || program.equals("bash")
                || program.equals("sh");
    }

    private static boolean isProgram(String command) {
        return !AROUND.contains(Statement.program(command));
    }

    /** Where Ray's head was is nothing that a program should still be told. */
    private void lookAtUses(Statement statement) {
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

    private void decideVariables(Statement statement) {
        if (variables.isOfRay(statement) || isPlumbing(statement)) {
            fates.put(statement, Fate.GOES);
            leftOut(
                    statement,
                    statement.program().equals("export")
                            ? FOLDER + ". A program that reads it from its environment finds it no more"
                            : FOLDER);
        } else {
            fates.put(statement, Fate.STAYS);
        }
    }

    /** A comment goes where the statement below it goes, unless it speaks of Ray. */
    private void decideComments() {
        Fate next = Fate.STAYS;
        for (int i = all.size() - 1; i >= 0; i--) {
            Statement statement = all.get(i);
            if (statement.isComment()) {
                boolean isHead = i == 0
                        || header.lines().contains(statement)
                        || statement.text().startsWith("#!");
                boolean isTrailing = i > 0 && all.get(i - 1).line() == statement.line();
                Fate fate = isTrailing ? fates.getOrDefault(all.get(i - 1), Fate.STAYS) : next;
                boolean speaksOfRay = Pattern.compile("(?i)\\bray\\b")
                        .matcher(statement.text())
                        .find();
                fates.put(statement, isHead || fate != Fate.GOES && !speaksOfRay ? Fate.STAYS : Fate.GOES);
            } else {
                next = fates.get(statement);
            }
        }
    }

    private static boolean speaksOfRay(Statement statement) {
        return Pattern.compile("(?i)\\bray\\b").matcher(statement.text()).find();
    }

    private void leftOut(Statement statement, String why) {
        notes.add(new Note(placeOf(statement), false, "left out '" + statement.brief() + "'", why));
    }

    private static Statement.Place placeOf(Statement statement) {
        return new Statement.Place(statement.line(), statement.column());
    }

    private void lookForPlaceholders() {
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

    private void lookAtTheHead() {
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

    private String run(String command) {
        return ("srun " + step).strip() + " attune cluster start -- " + command;
    }

    private String converted(Statement statement) {
        if (isRun(statement)) {
            return run(statement.behindDashes());
        } else if (!statement.isCompound()) {
            return onCluster(statement.text());
        }
        String text = statement.text();
        for (String part : statement.parts()) {
            if (isProgram(part)) {
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

    private String text() {
        StringBuilder text = new StringBuilder();
        Statement last = null;
        boolean blank = false;
        for (Statement statement : all) {
            Fate fate = fates.get(statement);
            blank |= statement.blankBefore();
            if (fate == Fate.GOES) {
                continue;
            }
            String written = fate == Fate.RUNS
                    ? converted(statement)
                    : fate == Fate.UNREAD ? "# " + statement.text().replace("\n", "\n# ") : statement.text();
            boolean joined = last != null
                    && last.after().matches("&&|\\|\\||\\|")
                    && fate != Fate.UNREAD
                    && isNext(last, statement);
            boolean trailing = last != null && statement.isComment() && last.line() == statement.line();
            text.append(
                    joined ? " " + last.after() + " " : trailing ? "  " : last == null ? "" : blank ? "\n\n" : "\n");
            text.append(written);
            if (statement.after().equals("&") && fate != Fate.UNREAD) {
                text.append(" &");
            }
            last = statement;
            blank = false;
        }
        return text.append('\n').toString();
    }

    private boolean isNext(Statement last, Statement statement) {
        return all.indexOf(statement) == all.indexOf(last) + 1;
    }

    /** What the script does before Ray, for the job of a study. */
    private List<String> setup() {
        return all.stream()
                .filter(it -> !it.isComment()
                        && fates.get(it) == Fate.STAYS
                        && it.line() < starts.get(0).line())
                .sorted(Comparator.comparingInt(Statement::line))
                .map(Statement::text)
                .flatMap(String::lines)
                .toList();
    }
}
