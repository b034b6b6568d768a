package org.attune.engine.slurm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code scontrol --oneliner show} says of one thing: {@code JobId=12 JobName=scan of three JobState=RUNNING}. */
public record SlurmFields(Map<String, String> values) {
    private static final Pattern NAME = Pattern.compile("(?:^|\\s)([A-Z][A-Za-z_/:]*)=");

    public SlurmFields {
        values = Map.copyOf(values);
    }

    /** The first of two fields of a name counts: what a user wrote comes late in the line. */
    static SlurmFields parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher name = NAME.matcher(line);
        String last = null;
        int from = 0;
        while (name.find()) {
            if (last != null) {
                values.putIfAbsent(last, line.substring(from, name.start()).strip());
            }
            last = name.group(1);
            from = name.end();
        }
        if (last != null) {
            values.putIfAbsent(last, line.substring(from).strip());
        }
        return new SlurmFields(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Absent if it is not there, or says nothing, as {@code (null)} and {@code None}. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.isEmpty() && !value.equals("(null)") && !value.equals("None"));
    }

    public JobState jobState() {
        return JobState.of(values.getOrDefault("JobState", ""));
    }
}
