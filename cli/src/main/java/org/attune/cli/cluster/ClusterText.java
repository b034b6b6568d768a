package org.attune.cli.cluster;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.cli.live.Numbers;
import org.attune.machine.Sizes;

/**
 * A cluster for people.
 *
 * @param status as the head tells it
 */
record ClusterText(Map<String, Object> status) {

    void print(PrintWriter out) {
        out.println("Head:     process " + status.get("pid") + " on " + status.get("host") + ", port "
                + status.get("port") + ", since " + started() + " (head " + status.get("epoch") + " of cluster "
                + status.get("cluster") + ")");
        long workers = ((Number) status.get("workers")).longValue();
        out.println("Workers:  " + (workers == 0 ? "none; attune worker starts one" : workers + ", with " + granted()));
        print("Studies:  ", (List<?>) status.get("studies"), out);
        print("Sessions: ", (List<?>) status.get("sessions"), out);
    }

    private Instant started() {
        return Instant.parse((String) status.get("started")).truncatedTo(ChronoUnit.SECONDS);
    }

    private String granted() {
        Map<?, ?> free = (Map<?, ?>) status.get("free");
        List<String> parts = new ArrayList<>();
        parts.add(counted("cpu", "CPU") + " (" + Numbers.text(amount(free, "cpu")) + " free)");
        if (amount(status, "gpu") > 0) {
            parts.add(counted("gpu", "GPU") + " (" + Numbers.text(amount(free, "gpu")) + " free)");
        }
        parts.add(Sizes.text((long) amount(status, "memory")) + " of memory");
        return String.join(", ", parts);
    }

    private String counted(String key, String thing) {
        double amount = amount(status, key);
        return Numbers.text(amount) + " " + thing + (amount == 1 ? "" : "s");
    }

    private static void print(String title, List<?> entries, PrintWriter out) {
        if (entries == null || entries.isEmpty()) {
            out.println(title + "none");
            return;
        }
        out.println(title + entries.size());
        entries.forEach(entry -> out.println("  " + line((Map<?, ?>) entry)));
    }

    private static String line(Map<?, ?> entry) {
        List<String> words = new ArrayList<>(List.of(String.valueOf(entry.get("name"))));
        entry.forEach((key, value) -> {
            if (!key.equals("name") && value != null) {
                words.add((key.equals("waits") ? "waits for " : key.equals("jobs") ? "" : key + " ")
                        + (value instanceof Double number ? Numbers.text(number) : value));
            }
        });
        return String.join(", ", words);
    }

    private static double amount(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
