package org.attune.engine.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of nodes as Slurm writes them: {@code n[1-3,7],gpu-a[01-02]}. */
public final class HostList {
    /** A comma that is in no brackets. */
    private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*\\])");

    private static final Pattern GROUP = Pattern.compile("([^\\[\\]]*)\\[([^\\[\\]]*)\\](.*)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,7})-(\\d{1,7})");

    private HostList() {}

    /** In the order in which they are written, which is that of the nodes' numbers in a step; what is no list is a name. */
    public static List<String> parse(String text) {
        List<String> names = new ArrayList<>();
        for (String part : COMMA.split(text.strip())) {
            if (!part.isEmpty()) {
                names.addAll(unfolded(part));
            }
        }
        return List.copyOf(names);
    }

    private static List<String> unfolded(String part) {
        Matcher group = GROUP.matcher(part);
        if (!group.matches()) {
            return List.of(part);
        }
        List<String> names = new ArrayList<>();
        List<String> rests = unfolded(group.group(3));
        for (String one : group.group(2).split(",")) {
            for (String number : numbers(one)) {
                rests.forEach(rest -> names.add(group.group(1) + number + rest));
            }
        }
        return names;
    }

    /** With the zeros that the first has before it. */
    private static List<String> numbers(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return List.of(text);
        }
        List<String> numbers = new ArrayList<>();
        int last = Integer.parseInt(range.group(2));
        String form = "%0" + range.group(1).length() + "d";
        for (int number = Integer.parseInt(range.group(1)); number <= last; number++) {
            numbers.add(String.format(form, number));
        }
        return numbers;
    }
}
