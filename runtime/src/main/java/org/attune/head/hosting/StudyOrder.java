package org.attune.head.hosting;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.text.Json;

/**
 * A study that is to run here.
 *
 * @param id the same for all heads of the cluster, as long as it runs
 * @param name of the study
 * @param spec in normal form
 * @param folder the study file's
 * @param files content hash of shipped files, or empty
 */
record StudyOrder(String id, String name, Map<String, Object> spec, String folder, String files) {

    String text() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("study", name);
        map.put("folder", folder);
        map.put("files", files);
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
            return new StudyOrder(id, name, definition, folder, files);
        }
        throw new IllegalArgumentException("it is no order for a study.");
    }
}
