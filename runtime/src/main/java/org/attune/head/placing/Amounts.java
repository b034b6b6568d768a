package org.attune.head.placing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.machine.Sizes;

/** Amounts of resources for people. */
final class Amounts {
    private Amounts() {}

    /** As a study file has it: {@code cpu: 2}. */
    static String asked(String resource, long amount) {
        return resource.equals(Need.PLACES) ? "a place" : resource + ": " + number(resource, amount);
    }

    /** {@code 4}, {@code 16GB}. */
    static String number(String resource, long amount) {
        return resource.equals(Need.MEMORY) ? Sizes.typed(amount) : units(amount);
    }

    /** {@code 3 of 4 CPUs}. */
    static String taken(String resource, long taken, long all) {
        return switch (resource) {
            case Need.CPU -> units(taken) + " of " + plural(all, "CPU");
            case Need.MEMORY -> Sizes.text(taken) + " of " + Sizes.text(all) + " of memory";
            case Need.PLACES -> units(taken) + " of " + plural(all, "place");
            default -> units(taken) + " of " + units(all) + " " + resource;
        };
    }

    static String plural(long units, String thing) {
        return units(units) + " " + thing + (units == Need.UNIT ? "" : "s");
    }

    static String units(long amount) {
        return BigDecimal.valueOf(amount, 6).stripTrailingZeros().toPlainString();
    }

    static String number(double number) {
        return units(Math.round(number * Need.UNIT));
    }

    static String gpu(Need need) {
        return "gpu: " + (need.devices() > 0 ? Integer.toString(need.devices()) : units(need.share()));
    }

    static String labels(Map<String, String> labels) {
        List<String> texts = new ArrayList<>();
        labels.forEach((name, value) -> texts.add(name + ": " + value));
        return texts.isEmpty()
                ? "none"
                : String.join(", ", texts.stream().sorted().toList());
    }

    /** {@code a, b and c}. */
    static String list(List<String> texts) {
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(", ", texts.subList(0, last)) + " and " + texts.get(last);
    }
}
