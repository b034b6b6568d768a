package org.attune.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of CPUs as the kernel writes them: {@code 0-3,8}. */
public final class CpuList {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

    private CpuList() {}

    /** In ascending order; what is no number is left out. */
    public static List<Integer> parse(String text) {
        TreeSet<Integer> ids = new TreeSet<>();
        for (String part : text.strip().split(",")) {
            Matcher range = RANGE.matcher(part.strip());
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                for (int id = first; id <= last; id++) {
                    ids.add(id);
                }
            }
        }
        return List.copyOf(ids);
    }

    public static String text(Collection<Integer> ids) {
        List<String> parts = new ArrayList<>();
        int first = -1;
        int last = -2;
        for (int id : new TreeSet<>(ids)) {
            if (id == last + 1) {
                parts.set(parts.size() - 1, first + "-" + id);
            } else {
                first = id;
                parts.add(Integer.toString(id));
            }
            last = id;
        }
        return String.join(",", parts);
    }
}
