package org.attune.head.hosting;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.wire.ClusterFolder;
import tools.jackson.core.JacksonException;

/** What runs on the cluster, kept in its folder for the next head: a file a study, durable before the study begins and gone when it is over. Thread-safe. */
final class StudyOrders {
    private static final String ENDING = ".json";

    private final Path folder;
    private final Consumer<String> log;

    /** @param log told of files that cannot be read */
    StudyOrders(Path folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    List<StudyOrder> all() throws IOException {
        List<StudyOrder> orders = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
                files.forEach(file -> read(file).ifPresent(orders::add));
            }
        }
        return orders;
    }

    Optional<StudyOrder> find(String study) {
        return Files.exists(file(study)) ? read(file(study)) : Optional.empty();
    }

    synchronized void put(StudyOrder order) throws IOException {
        Files.createDirectories(folder);
        ClusterFolder.write(file(order.name()), order.text());
        sync();
    }

    synchronized void remove(StudyOrder order) throws IOException {
        if (find(order.name()).filter(kept -> kept.id().equals(order.id())).isPresent()) {
            Files.deleteIfExists(file(order.name()));
            sync();
        }
    }

    private Path file(String study) {
        return folder.resolve(study + ENDING);
    }

    private Optional<StudyOrder> read(Path file) {
        try {
            return Optional.of(StudyOrder.parse(Files.readString(file)));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            log.accept("what is to run by " + file + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void sync() throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
