package org.attune.analysis;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows laid flat: nested keys joined by a slash, as {@code config/lr}. */
final class Cells {
    private Cells() {}

    static Map<String, Object> flat(Row row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        flatten("", row.toJson(), cells);
        return cells;
    }

    /** All columns that any row has, in order of first appearance; a nested column follows its siblings. */
    static List<String> columns(Iterable<? extends Row> rows) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            for (String column : flat(row).keySet()) {
                int slash = column.indexOf('/');
                String group = slash < 0 ? column : column.substring(0, slash);
                groups.computeIfAbsent(group, name -> new LinkedHashSet<>()).add(column);
            }
        }
        return groups.values().stream().flatMap(Set::stream).toList();
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> cells) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested) {
                flatten(prefix + key + "/", nested, cells);
            } else {
                cells.put(prefix + key, value);
            }
        });
    }
}
