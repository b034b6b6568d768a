package org.attune.trial.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.attune.text.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Why an environment could not be built, in a file beside it, for other processes of this machine: those that waited for it share the failure, and those that want it for the same run of
 * a study do not try the same again for some minutes.
 */
final class BuildFailure {
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(BuildFailure.class);

    private final Path file;
    private final String run;
    private final Instant since = Instant.now();

    /** @param run id of the run of a study that wants the environment, from now on */
    BuildFailure(Path file, String run) {
        this.file = file;
        this.run = run;
    }

    /** What counts here, and whose it is. */
    Optional<String> find() {
        try {
            Instant then = Files.getLastModifiedTime(file).toInstant();
            if (!(Json.parse(Files.readString(file)) instanceof Map<?, ?> failure)
                    || !BuildLease.machine().equals(failure.get("machine"))) {
                return Optional.empty();
            }
            Duration age = Duration.between(then, Instant.now());
            boolean isOfRun = run.equals(failure.get("run")) && age.compareTo(KEPT) < 0;
            return isOfRun || then.isAfter(since)
                    ? Optional.of(
                            failure.get("problem") + "\nProcess " + failure.get("pid") + " of this machine tried it "
                                    + Math.max(0, age.toSeconds()) + " s ago. It is tried again "
                                    + KEPT.toMinutes() + " minutes after that, or when the study is run again.")
                    : Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.debug("Nothing is known of a failure: {}", file, e);
            return Optional.empty();
        }
    }

    void keep(String problem) {
        Path unfinished = file.resolveSibling(file.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.writeString(
                    unfinished,
                    Json.text(Map.of(
                            "machine",
                            BuildLease.machine(),
                            "pid",
                            ProcessHandle.current().pid(),
                            "run",
                            run,
                            "problem",
                            problem)));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.debug("Others will find out for themselves: {}", file, e);
        }
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
