package org.attune.engine.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number for each node as Slurm writes them: {@code 2(x3),1} is 2, 2, 2, 1. */
final class NodeCounts {
    private static final Pattern COUNT = Pattern.compile("(\\d{1,7})(?:\\(x(\\d{1,7})\\))?");

    private NodeCounts() {}

    /** Empty if any of it is no number. */
    static List<Integer> parse(String text) {
        List<Integer> counts = new ArrayList<>();
        for (String part : text.strip().split(",")) {
            Matcher count = COUNT.matcher(part);
            if (!count.matches()) {
                return List.of();
            }
            int times = count.group(2) == null ? 1 : Integer.parseInt(count.group(2));
            for (int i = 0; i < times; i++) {
                counts.add(Integer.parseInt(count.group(1)));
            }
        }
        return List.copyOf(counts);
    }
}
