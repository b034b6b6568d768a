package org.attune.cli.slurm.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which statements of a script are Ray's. */
final class RayStatements {
    private static final Pattern FUNCTION =
            Pattern.compile("(?:function\\s+)?([A-Za-z_][\\w-]*)\\s*(?:\\(\\s*\\))?\\s*\\{?");

    private final Set<String> functions = new HashSet<>();
    private final List<Statement> starts;

    RayStatements(List<Statement> all) {
        all.stream().filter(it -> it.isCompound() && RayWords.isAny(it.code())).forEach(this::noteFunction);
        starts = all.stream().filter(RayStatements::startsRay).toList();
    }

    /** Those that start it. */
    List<Statement> starts() {
        return starts;
    }

    private void noteFunction(Statement block) {
        Matcher name = FUNCTION.matcher(block.parts().get(0));
        if (block.parts().get(0).matches("(?s)(function\\s+[\\w-]+|[\\w-]+\\s*\\(\\s*\\)).*") && name.lookingAt()) {
            functions.add(name.group(1));
        }
    }

    private static boolean startsRay(Statement statement) {
        return !statement.isComment() && (RayWords.starts(statement.code()) || RayWords.isSymmetric(statement.code()));
    }

    boolean isOfRay(Statement statement) {
        return !statement.isComment()
                && (RayWords.isAny(statement.code()) && !isRun(statement)
                        || statement.isAssignment() && RayWords.isSetting(statement.text())
                        || functions.contains(statement.program()));
    }

    /** A program that is handed to Ray to be run. */
    static boolean isRun(Statement statement) {
        boolean submits = Pattern.compile("\\bray\\s+job\\s+submit\\b")
                .matcher(statement.code())
                .find();
        return (RayWords.isSymmetric(statement.code()) || submits)
                && !statement.behindDashes().isEmpty();
    }

    /** Whether a part of a loop only begins a function. */
    static boolean isFunction(String part) {
        return FUNCTION.matcher(part).matches();
    }

    static boolean speaksOfRay(Statement statement) {
        return Pattern.compile("(?i)\\bray\\b").matcher(statement.text()).find();
    }
}
