package org.attune.head;

import java.util.List;

/** Where an attempt runs, for people. */
final class Whereabouts {
    private Whereabouts() {}

    static List<String> of(Placed one, Terms terms) {
        String what = "attempt " + one.key.attempt();
        if (one.isExpected()) {
            return List.of(what + " ran on " + one.place + " when the last head ended: " + one.place + " is given "
                    + terms.returning().toSeconds() + " s to come back");
        } else if (one.start != null && one.launches == null) {
            return List.of(what + " begins on " + one.place + ": its workers agree where to meet");
        }
        return one.parts.stream().map(part -> what + place(one, part)).toList();
    }

    private static String place(Placed one, Part part) {
        String rank = one.parts.size() == 1 ? "" : ", rank " + part.rank + " of " + one.parts.size() + ",";
        String gpus = part.gpus.isEmpty() ? "" : ", GPU " + String.join(" and ", part.gpus);
        String state = part.isOver() ? " is over on " : one.end != null ? " is ending on " : " runs on ";
        return rank + state + part.worker + gpus;
    }
}
