package org.attune.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.cli.cluster.HeadAccess;
import org.attune.cli.live.Numbers;
import org.attune.wire.Question;

/**
 * Waits until enough workers are there.
 *
 * @param workers how many
 * @param deadline how long at most; absent for as long as it takes
 * @param remedy what starts a worker, for people
 */
public record Gathering(int workers, Optional<Duration> deadline, String remedy) {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final long SHORTEST_MILLIS = 20;
    private static final long LONGEST_MILLIS = 500;
    /** Of the time that was waited, which part it may become longer by, because nobody looked. */
    private static final int PART = 40;

    /**
     * @param tell told who is there, whenever that changes
     * @throws BadInput if there are too few in time
     */
    void await(HeadAccess head, Consumer<String> tell) throws IOException, InterruptedException {
        List<String> names = gathered(head, tell);
        if (names.size() < workers) {
            throw new BadInput(late(names));
        }
    }

    /**
     * @param tell told who is there, whenever that changes
     * @return who is there in time
     */
    public List<String> gathered(HeadAccess head, Consumer<String> tell) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> before = null;
        while (true) {
            List<String> names = names(head.client().ask(new Question.Nodes(false), ANSWER));
            boolean isLate = deadline.isPresent()
                    && System.nanoTime() - began > deadline.get().toNanos();
            if (names.size() >= workers || isLate) {
                return names;
            }
            if (!names.equals(before)) {
                tell.accept("Waiting for " + Words.count(workers, "worker") + ": " + present(names) + ", "
                        + missing(names) + " (" + remedy + ").");
                before = names;
            }
            long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            TimeUnit.MILLISECONDS.sleep(Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, waited / PART)));
        }
    }

    private static List<String> names(List<Map<String, Object>> nodes) {
        return nodes.stream()
                .filter(node -> "joined".equals(node.get("state")))
                .map(node -> String.valueOf(node.get("id")))
                .sorted()
                .toList();
    }

    private String late(List<String> names) {
        String time = Numbers.text(deadline.orElseThrow());
        return "of " + Words.count(workers, "worker") + " " + missing(names) + " after " + time + ": " + present(names)
                + ". Start the others (" + remedy + "), wait longer (--deadline), or ask for fewer (--workers "
                + Math.max(1, names.size()) + "). The study has not begun.";
    }

    private String missing(List<String> names) {
        int missing = workers - names.size();
        return missing + (missing == 1 ? " is" : " are") + " missing";
    }

    private static String present(List<String> names) {
        return names.isEmpty()
                ? "nobody is there"
                : String.join(", ", names) + (names.size() == 1 ? " is there" : " are there");
    }
}
