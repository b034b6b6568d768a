package org.attune.worker;

import java.util.Map;
import java.util.stream.Collectors;
import org.attune.spec.Resources;

/** What a run on one machine cannot give, whatever the machine has. */
final class OneMachine {
    private OneMachine() {}

    /** @throws IllegalArgumentException if a trial asks for it */
    static void check(Resources each) {
        if (each.nodes() > 1) {
            refuse(
                    "nodes: " + each.nodes() + " is more than the one machine of this run",
                    "Run the study on a cluster of as many workers (--cluster DIR), or ask for nodes: 1.");
        }
        notOffered("labels", each.labels());
        notOffered("custom", each.custom());
    }

    private static void notOffered(String key, Map<String, ?> asked) {
        if (!asked.isEmpty()) {
            String text = asked.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
            refuse(
                    key + ": " + text + " is offered by no worker of this machine",
                    "Run the study on a cluster whose workers do (--cluster DIR), or leave it out.");
        }
    }

    private static void refuse(String reason, String remedy) {
        throw new IllegalArgumentException("no trial fits here: " + reason + ". " + remedy);
    }
}
