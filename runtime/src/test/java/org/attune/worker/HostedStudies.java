package org.attune.worker;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.attune.text.Json;
import org.attune.trial.Keep;
import org.attune.trial.KeepHere;
import org.attune.wire.StudyBrief;

/** Studies for workers of a test: each runs a shell script, in the folder that its brief names. */
public final class HostedStudies {
    private HostedStudies() {}

    public static StudyBrief shell(String name, Path folder, String script) {
        String command = Json.text(
                List.of("sh", "-c", (Workers.CLIENT + script).replace("{", "{{").replace("}", "}}")));
        return brief(name, folder, "{command: " + command + "}");
    }

    /** {@code trainable}: in YAML. */
    public static StudyBrief brief(String name, Path folder, String trainable) {
        String file = """
                study: %s
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0.01, high: 1}}
                trials: 4
                grace: 20s
                trainable: %s
                """.formatted(name, trainable);
        return new StudyBrief(
                name,
                name,
                StudySpecWriter.toJson(StudySpecReader.read(file, name)),
                folder.toString(),
                folder.resolve("results-" + name).toString(),
                "",
                "",
                List.of());
    }

    /** A study's folders as the brief has them, which this worker has for itself. */
    public static StudySites here() {
        return (study, progress) -> new StudySite() {
            @Override
            public Path folder() {
                return Path.of(study.folder());
            }

            @Override
            public Keep keep(Consumer<String> broken) throws IOException {
                return new KeepHere(Path.of(study.results()), folder(), broken);
            }
        };
    }

    /**
     * The same on a disk that is full, as long as {@code isFull}.
     *
     * @param noticed the method of {@link Keep} that notices it
     */
    public static StudySites hereOnAFullDisk(String noticed, BooleanSupplier isFull) {
        return (study, progress) -> new StudySite() {
            @Override
            public Path folder() {
                return Path.of(study.folder());
            }

            @Override
            public Keep keep(Consumer<String> broken) throws IOException {
                KeepHere kept = new KeepHere(Path.of(study.results()), folder(), broken);
                return (Keep) Proxy.newProxyInstance(
                        Keep.class.getClassLoader(), new Class<?>[] {Keep.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals(noticed) && isFull.getAsBoolean()) {
                                broken.accept("the disk is full.");
                                throw new IOException("No space left on device");
                            }
                            return method.invoke(kept, arguments);
                        });
            }
        };
    }
}
