package org.attune.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.text.Json;
import tools.jackson.core.JacksonException;

/** One head's {@code head-EPOCH.json}. Its last change is the head's last sign of life. */
record HeadFile(Path path, Head head, Machine machine, long started) {
    /** A head on another machine is presumed dead after this time without a sign of life. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Pattern NAME = Pattern.compile("(head|fenced)-(\\d{1,18})\\.json");

    /** What is known of a head. */
    enum Life {
        ALIVE,
        /** On another machine, and silent; it may be frozen or cut off, and come back. */
        SILENT,
        /** Its process is gone for certain. */
        DEAD
    }

    static Path path(Path folder, long epoch) {
        return folder.resolve("head-" + epoch + ".json");
    }

    static HeadFile self(Path folder, long epoch, Instant since) {
        long pid = ProcessHandle.current().pid();
        Machine machine = Machine.here();
        return new HeadFile(
                path(folder, epoch),
                new Head(epoch, machine.host(), pid, since),
                machine,
                Machine.started(pid).orElse(0));
    }

    /** All heads of a study, highest epoch first. */
    static List<HeadFile> all(Path folder) throws IOException {
        List<HeadFile> files = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "head-*.json")) {
            for (Path path : paths) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    read(path, Long.parseLong(name.group(2))).ifPresent(files::add);
                }
            }
        }
        files.sort(
                Comparator.comparingLong((HeadFile file) -> file.head().epoch()).reversed());
        return files;
    }

    /** The highest epoch of any head, deposed ones included, which must not meet a successor of their own name; 0 without one. */
    static long highestEpoch(Path folder) throws IOException {
        long highest = 0;
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "*.json")) {
            for (Path path : paths) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    highest = Math.max(highest, Long.parseLong(name.group(2)));
                }
            }
        }
        return highest;
    }

    /** Whether the head lives. {@code now}: the time on the file system's clock. */
    Life life(Instant now) throws IOException {
        if (machine.equals(Machine.here())) {
            return Machine.started(head.pid()).orElse(-1) == started ? Life.ALIVE : Life.DEAD;
        }
        try {
            Instant sign = Files.getLastModifiedTime(path).toInstant();
            return sign.plus(SILENCE).isAfter(now) ? Life.ALIVE : Life.SILENT;
        } catch (NoSuchFileException e) {
            return Life.DEAD;
        }
    }

    String text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", head.epoch());
        map.put("host", head.host());
        map.put("pid", head.pid());
        map.put("since", head.since().toString());
        map.put("started", started);
        map.put("boot", machine.boot());
        return Json.text(map) + "\n";
    }

    /** A file that cannot be read, or only in part, stands for a head somewhere else. */
    private static Optional<HeadFile> read(Path path, long epoch) {
        try {
            return Optional.of(parse(path, epoch, Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException
                | JacksonException
                | ClassCastException
                | NullPointerException
                | DateTimeParseException e) {
            return Optional.of(new HeadFile(
                    path, new Head(epoch, "an unknown host", 0, Instant.EPOCH), new Machine("", "unknown"), 0));
        }
    }

    private static HeadFile parse(Path path, long epoch, String text) {
        Map<?, ?> map = (Map<?, ?>) Json.parse(text);
        String host = (String) map.get("host");
        Instant since = Instant.parse((String) map.get("since"));
        return new HeadFile(
                path,
                new Head(epoch, host, (Long) map.get("pid"), since),
                new Machine(host, (String) map.get("boot")),
                (Long) map.get("started"));
    }
}
