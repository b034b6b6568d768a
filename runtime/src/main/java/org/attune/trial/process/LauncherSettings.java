package org.attune.trial.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.spec.Start;

/**
 * How a {@link Launcher} is to work.
 *
 * @param command what runs {@code launcher.py}
 * @param environment all of its environment
 * @param folder in which programs run
 * @param grace between {@code TERM} and {@code KILL} when the head is gone
 * @param file Python file whose imports are loaded; absent for programs
 * @param way how functions of that file are to be started
 * @param notes told what people should know
 */
public record LauncherSettings(
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Duration grace,
        Optional<String> file,
        Start way,
        Consumer<String> notes) {

    public LauncherSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The same without anything warm. */
    LauncherSettings fresh() {
        return new LauncherSettings(command, environment, folder, grace, Optional.empty(), Start.FRESH, notes);
    }

    Map<String, Object> opening() {
        Map<String, Object> opening = new LinkedHashMap<>();
        opening.put("grace", grace.toMillis() / 1000.0);
        opening.put("folder", folder.toAbsolutePath().toString());
        file.ifPresent(path -> opening.put("file", path));
        opening.put(
                "ways",
                switch (way) {
                    case FORK -> List.of("fork", "ahead");
                    case AHEAD -> List.of("ahead");
                    case FRESH -> List.of();
                });
        return opening;
    }
}
