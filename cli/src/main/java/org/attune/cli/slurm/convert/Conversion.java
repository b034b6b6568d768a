package org.attune.cli.slurm.convert;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.cli.BadInput;

/** Decides of each statement of a script whether it stays, goes with Ray, or is run on the cluster of a step. A function of the script alone. */
final class Conversion {
    private static final String FOLDER =
            "an address, a port or a list of nodes: the tasks of a step find each other by themselves";

    private static final Pattern PYTHON_FILE = Pattern.compile("(?:^|\\s)([\\w./-]+\\.py)(?=\\s|$)");

    private final List<Statement> all;
    private final Header header;
    private final RayStatements ray;
    private final Variables variables;
    private final RayCluster cluster;
    private final String step;
    private final Map<Statement, Fate> fates = new IdentityHashMap<>();
    private final Remarks remarks = new Remarks();

    private Conversion(String script) {
        all = Shell.statements(script);
        checkShell(script);
        header = Header.of(all);
        ray = new RayStatements(all);
        if (ray.starts().isEmpty()) {
            throw new BadInput(
                    "there is neither 'ray start' nor 'ray symmetric-run' in it, so there is nothing to convert. In a script of your own, 'srun attune cluster start -- PROGRAM' or 'srun attune run study.yaml' is all (docs/slurm.md).");
        }
        variables = new Variables(all, it -> ray.isOfRay(it) || RayStatements.isRun(it), Programs::isQuiet);
        cluster = new RayCluster(header, ray.starts());
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

    private Converted convert() {
        remarks.of(cluster);
        decideWhatIsRays();
        need(step);
        decideTheRest();
        all.stream().filter(it -> !it.isComment() && !fates.containsKey(it)).forEach(this::decideVariables);
        decideComments();
        NewScript script = new NewScript(all, fates, step);
        if (!fates.containsValue(Fate.RUNS)) {
            remarks.noProgram(ray.starts().get(ray.starts().size() - 1), script.run("PROGRAM"));
        }
        remarks.lookForPlaceholders(all, header, fates);
        remarks.lookAtTheHead(header);
        List<String> setup = script.setup(ray.starts().get(0));
        return new Converted(
                script.text(),
                Converted.joined(remarks.notes()),
                new Section(header, cluster.cpus(), setup).lines(),
                pythonFile());
    }

    private Optional<String> pythonFile() {
        return all.stream()
                .filter(it -> fates.get(it) == Fate.RUNS)
                .map(it -> PYTHON_FILE.matcher(it.text()))
                .filter(Matcher::find)
                .map(file -> file.group(1))
                .findFirst();
    }

    private void decideWhatIsRays() {
        boolean isOver = false;
        for (Statement statement : all) {
            if (RayStatements.isRun(statement)) {
                fates.put(statement, Fate.RUNS);
                isOver = true;
                need(statement.behindDashes());
            } else if (ray.isOfRay(statement)) {
                fates.put(statement, Fate.GOES);
                remarks.leftOutWithRay(statement);
            } else if (!statement.isComment() && statement.code().isEmpty() && RayStatements.speaksOfRay(statement)) {
                fates.put(statement, Fate.GOES);
            } else if (statement.program().equals("sleep") && !isOver && !statement.isCompound()) {
                fates.put(statement, Fate.GOES);
                remarks.leftOut(statement, "the tasks of a step need not be waited for");
            } else if (!statement.isComment()
                    && !statement.isAssignment()
                    && ray.starts().get(0).line() < statement.line()) {
                isOver |= Programs.isProgram(statement.text())
                        && !statement.after().equals("&");
            }
        }
    }

    /** What one of them needs is not Ray's alone, and what that leaves undecided is decided in turn. */
    private void decideTheRest() {
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
    }

    private void decide(Statement statement) {
        boolean isBefore = statement.line() < ray.starts().get(0).line();
        boolean isHidden = statement.after().equals("&") && Programs.isScript(statement);
        if (isHidden) {
            fates.put(statement, Fate.UNREAD);
            remarks.unread(statement);
        } else if (isBefore
                || statement.isCompound() && statement.parts().stream().noneMatch(Programs::isProgram)) {
            fates.put(statement, Fate.STAYS);
        } else if (Programs.isProgram(statement.text()) || statement.isCompound()) {
            fates.put(statement, Fate.RUNS);
            remarks.lookAtUses(statement, variables);
        } else {
            fates.put(statement, Fate.STAYS);
        }
    }

    private void decideVariables(Statement statement) {
        if (variables.isOfRay(statement) || isPlumbing(statement)) {
            fates.put(statement, Fate.GOES);
            remarks.leftOut(
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
                boolean speaksOfRay = RayStatements.speaksOfRay(statement);
                fates.put(statement, isHead || fate != Fate.GOES && !speaksOfRay ? Fate.STAYS : Fate.GOES);
            } else {
                next = fates.get(statement);
            }
        }
    }

    private boolean isPlumbing(Statement statement) {
        return variables.isOfRay(statement) && Programs.isQuiet(statement);
    }

    private void need(String text) {
        variables.areNeededBy(text);
    }
}
