package org.attune.space.formats.yaml;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.TextNode;

/** What {@code space} declares, with the names in groups written out: {@code adam: {beta: ...}} is {@code adam.beta}. */
final class Declarations {
    private static final int DEEPEST = 50;
    private static final Set<String> KEYS = keys();

    private final Map<String, TextNode.Entry> parameters = new LinkedHashMap<>();
    private final Map<String, Place> groups = new LinkedHashMap<>();
    private final Problems problems;
    private boolean complete = true;

    private Declarations(Problems problems) {
        this.problems = problems;
    }

    static Declarations of(TextNode space, Problems problems) {
        Declarations declarations = new Declarations(problems);
        declarations.add("", space, 0);
        return declarations;
    }

    /** The parameters by name, in the order of the text. */
    Map<String, TextNode.Entry> parameters() {
        return parameters;
    }

    /** Whether all names are right. */
    boolean isComplete() {
        return complete;
    }

    private void add(String prefix, TextNode node, int depth) {
        node.entries().forEach((key, entry) -> {
            Place place = entry.key();
            String name = prefix + key;
            if (key.isBlank()) {
                refuse(place, "a parameter must have a name, but got a blank one.", "");
            } else if (key.startsWith(".") || key.endsWith(".") || key.contains("..")) {
                refuse(place, "between the dots of a name there must be something, but got '" + name + "'.", "");
            } else if (depth > DEEPEST) {
                refuse(place, "groups may be nested " + DEEPEST + " deep, but here they are deeper.", "");
            } else if (depth == 0 && key.equals("when") && isStatement(entry.value())) {
                refuse(
                        place,
                        "a condition stands within its parameter.",
                        "Indent 'when' as 'type' of the parameter is.");
            } else if (depth == 0 && isNeighbour(key) && isMisplaced(key, entry.value())) {
                refuse(place, "'" + key + "' stands beside 'space', not in it.", "Indent it as 'space' is.");
            } else if (depth > 0 && key.equals("when") && isStatement(entry.value())) {
                refuse(place, "a group has no condition of its own.", "Write 'when' at each of its parameters.");
            } else if (isGroup(entry.value())) {
                if (enter(name, place)) {
                    groups.putIfAbsent(name, place);
                    add(name + ".", entry.value(), depth + 1);
                }
            } else {
                declare(name, entry);
            }
        });
    }

    private void declare(String name, TextNode.Entry entry) {
        Place place = entry.key();
        if (parameters.containsKey(name)) {
            refuse(
                    place,
                    "the parameter '" + name + "' is there twice, first at line "
                            + parameters.get(name).key().line() + ".",
                    "Remove one of them.");
        } else if (groups.containsKey(name)) {
            refuse(
                    place,
                    "'" + name + "' must not be both a parameter and a group, but is a group at line "
                            + groups.get(name).line() + ".",
                    "Rename one of them.");
        } else if (enter(name, place)) {
            parameters.put(name, entry);
        }
    }

    /** Notes the groups in which a name is; false if one of them, or the name itself, is a parameter. */
    private boolean enter(String name, Place place) {
        for (int dot = name.indexOf('.'); ; dot = name.indexOf('.', dot + 1)) {
            String group = dot < 0 ? name : name.substring(0, dot);
            if (parameters.containsKey(group)) {
                refuse(
                        place,
                        "'" + group + "' must not be both a parameter and a group, but is a parameter at line "
                                + parameters.get(group).key().line() + ".",
                        "Rename one of them.");
                return false;
            } else if (dot < 0) {
                return true;
            }
            groups.putIfAbsent(group, place);
        }
    }

    private void refuse(Place place, String rule, String remedy) {
        complete = false;
        problems.add(place, rule, remedy);
    }

    /** A mapping without a type, some of which are mappings, and none of which seems to be a setting of a parameter. */
    private static boolean isGroup(TextNode node) {
        if (!node.isMapping()
                || (node.entries().containsKey("type")
                        && !node.entries().get("type").value().isMapping())) {
            return false;
        }
        boolean hasSettings = node.entries().entrySet().stream()
                .anyMatch(entry -> !entry.getValue().value().isMapping()
                        && Nearest.to(entry.getKey(), KEYS).isPresent());
        return !hasSettings
                && node.entries().values().stream()
                        .anyMatch(entry -> entry.value().isMapping());
    }

    private static boolean isNeighbour(String key) {
        return key.equals("forbidden") || key.equals("derived");
    }

    /** Clauses are a list; expressions are a mapping, of which none is a parameter's. */
    private static boolean isMisplaced(String key, TextNode node) {
        return key.equals("forbidden")
                ? node.isList()
                : node.isMapping()
                        && !node.entries().isEmpty()
                        && !node.entries().containsKey("type")
                        && node.entries().values().stream()
                                .allMatch(entry -> entry.value().isScalar());
    }

    private static boolean isStatement(TextNode node) {
        return node.isMapping() && !hasType(node);
    }

    private static boolean hasType(TextNode node) {
        return node.entries().containsKey("type")
                || node.entries().values().stream()
                        .anyMatch(entry -> entry.value().isMapping() && hasType(entry.value()));
    }

    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        EnumSet.range(SpaceSection.FLOAT, SpaceSection.CONSTANT).forEach(section -> keys.addAll(section.keys()));
        return keys;
    }
}
