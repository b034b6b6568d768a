package org.attune.client.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Arguments of large calls that the head keeps, as long as a call needs them. Thread-safe. */
final class Stored {
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<Long, String> calls = new HashMap<>();

    /** Whether the head has them. */
    synchronized boolean has(String hash) {
        return uses.containsKey(hash);
    }

    synchronized void use(String hash, long call) {
        uses.merge(hash, 1, Integer::sum);
        calls.put(call, hash);
    }

    synchronized boolean isEmpty() {
        return calls.isEmpty();
    }

    /** @return the hash of what is not needed any more */
    synchronized Optional<String> over(long call) {
        String hash = calls.remove(call);
        if (hash == null || uses.merge(hash, -1, Integer::sum) > 0) {
            return Optional.empty();
        }
        uses.remove(hash);
        return Optional.of(hash);
    }
}
