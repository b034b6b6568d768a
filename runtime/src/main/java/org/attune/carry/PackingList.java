package org.attune.carry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.text.Json;
import org.attune.wire.Piece;
import tools.jackson.core.JacksonException;

/** What of a tree on its way has begun to arrive, in a file beside it, a line each: so that another process can go on with it. For one thread at a time. */
final class PackingList {
    /** Is kept by nobody. */
    static final PackingList NONE = new PackingList(null);

    private final Path file;

    /** @param file in the folder in which the tree is gathered */
    PackingList(Path file) {
        this.file = file;
    }

    /** {@code target}: of a link; else empty. */
    record Line(Item item, String target) {}

    /** What a former process left, as far as it is whole. */
    List<Line> read() throws IOException {
        List<Line> lines = new ArrayList<>();
        try {
            for (String line : file == null ? List.<String>of() : Files.readAllLines(file)) {
                lines.add(parse(line));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (JacksonException | UncheckedIOException | IllegalArgumentException e) {
            return lines; // the end is torn
        }
        return lines;
    }

    /** Begins anew, with these. */
    void begin(List<Line> lines) throws IOException {
        if (file != null) {
            Files.createDirectories(file.getParent());
            Files.write(file, lines.stream().map(PackingList::text).toList());
        }
    }

    void add(Item item, String target) throws IOException {
        if (file != null) {
            Files.writeString(file, text(new Line(item, target)) + "\n", StandardOpenOption.APPEND);
        }
    }

    private static String text(Line line) {
        Piece.Entry entry = line.item.entry();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", entry.path());
        map.put("size", entry.size());
        map.put("mode", entry.mode());
        map.put("target", line.target);
        return Json.text(map);
    }

    private static Line parse(String text) throws IOException {
        if (Json.parse(text) instanceof Map<?, ?> map
                && map.get("path") instanceof String path
                && map.get("size") instanceof Long size
                && map.get("mode") instanceof Long mode
                && map.get("target") instanceof String target) {
            return new Line(Item.of(path, size, mode.intValue()), target);
        }
        throw new IllegalArgumentException("it is no line of a packing list");
    }
}
