package org.attune.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    /**
     * All columns that any row has, in order of first appearance; a nested column follows its siblings, and one that earlier rows lack stands before the sibling that follows it in
     * its own row, so that parameters keep their order where the first trials have not all of them.
     */
    static List<String> columns(Iterable<? extends Row> rows) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (Row row : rows) {
            List<String> columns = List.copyOf(flat(row).keySet());
            columns.forEach(column -> groups.computeIfAbsent(group(column), name -> new ArrayList<>()));
            if (!known.containsAll(columns)) {
                for (int i = columns.size() - 1; i >= 0; i--) {
                    String column = columns.get(i);
                    if (known.add(column)) {
                        List<String> siblings = groups.get(group(column));
                        int next = i + 1 < columns.size() ? siblings.indexOf(columns.get(i + 1)) : -1;
                        siblings.add(next < 0 ? siblings.size() : next, column);
                    }
                }
            }
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private static String group(String column) {
        int slash = column.indexOf('/');
        return slash < 0 ? column : column.substring(0, slash);
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
