package org.attune.head.hosting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.text.Json;
import org.attune.wire.ClassPathEntry;

/**
 * A study that is to run here.
 *
 * @param id the same for all heads of the cluster, as long as it runs
 * @param name of the study
 * @param spec in normal form
 * @param folder the study file's
 * @param files content hash of shipped files, or empty
 * @param classPath of a Java trainable
 */
record StudyOrder(
        String id, String name, Map<String, Object> spec, String folder, String files, List<ClassPathEntry> classPath) {

    String text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("study", name);
        map.put("folder", folder);
        map.put("files", files);
        if (!classPath.isEmpty()) {
            map.put(
                    "class_path",
                    classPath.stream()
                            .map(entry -> List.of(entry.path(), entry.hash(), entry.size(), entry.count()))
                            .toList());
        }
        map.put("spec", spec);
        return Json.text(map) + "\n";
    }

    /** @throws IllegalArgumentException if the text is none of an order */
    static StudyOrder parse(String text) {
        if (Json.parse(text) instanceof Map<?, ?> map
                && map.get("id") instanceof String id
                && map.get("study") instanceof String name
                && map.get("folder") instanceof String folder
                && map.get("files") instanceof String files
                && map.get("spec") instanceof Map<?, ?> spec) {
            Map<String, Object> definition = new LinkedHashMap<>();
            spec.forEach((key, value) -> definition.put((String) key, value));
            return new StudyOrder(id, name, definition, folder, files, classPath(map.get("class_path")));
        }
        throw new IllegalArgumentException("it is no order for a study.");
    }

    private static List<ClassPathEntry> classPath(Object value) {
        List<ClassPathEntry> entries = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                if (!(one instanceof List<?> parts)
                        || parts.size() != 4
                        || !(parts.get(0) instanceof String path)
                        || !(parts.get(1) instanceof String hash)
                        || !(parts.get(2) instanceof Long size)
                        || !(parts.get(3) instanceof Long count)) {
                    throw new IllegalArgumentException(
                            "its class path is none that this version of Attune writes. Run the study again.");
                }
                entries.add(new ClassPathEntry(path, hash, size, count));
            }
        }
        return entries;
    }
}
