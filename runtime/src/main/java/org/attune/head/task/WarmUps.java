package org.attune.head.task;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.attune.text.Json;
import org.attune.wire.TaskShape;
import org.attune.wire.ToWorker;

/** What the options of a session say of processes that are worth having before its first task. */
final class WarmUps {
    private WarmUps() {}

    static Optional<ToWorker.WarmUp> of(String session, Map<String, Object> options) {
        if (!"python".equals(options.get("language"))
                || !(options.get("settings") instanceof Map<?, ?> settings)
                || !(options.get("warm") instanceof Map<?, ?> resources)) {
            return Optional.empty();
        }
        Map<String, Double> amounts = new HashMap<>();
        resources.forEach((kind, amount) -> amounts.put((String) kind, ((Number) amount).doubleValue()));
        TaskShape shape = new TaskShape("python", amounts, Map.of(), 0, 0, false);
        return Optional.of(
                new ToWorker.WarmUp(session, shape, Json.text(settings).getBytes(StandardCharsets.UTF_8)));
    }
}
