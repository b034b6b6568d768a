package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.cli.Gathering;

/** The tasks of a step, all of which a command is to find as workers: it may count them at its begin. */
record AllTasks(int number) {
    /** After which those that are there must do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration SILENT = Duration.ofSeconds(5);

    void await(Path folder, Consumer<String> tell) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (HeadAccess head = HeadAccess.by(FolderOption.of(folder))) {
            List<String> names = new Gathering(number, Optional.of(PATIENCE), "the tasks of the step are starting")
                    .gathered(head, line -> {
                        if (System.nanoTime() - began > SILENT.toNanos()) {
                            tell.accept(line);
                        }
                    });
            if (names.size() < number) {
                tell.accept("Of " + number + " tasks " + names.size() + " are workers after " + PATIENCE.toMinutes()
                        + " minutes (" + String.join(", ", names) + "). The command begins without the others.");
            }
        }
    }
}
