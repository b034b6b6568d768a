package org.attune.cli.slurm.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormats;
import org.attune.text.Json;
import org.attune.text.TextException;
import org.attune.text.YamlText;

/**
 * The begin of a study file, by what a program of Ray Tune says of its search.
 *
 * @param program its file, as the script names it
 * @param said of it, by {@link RayProgram}
 */
record StudyStart(String program, Map<?, ?> said) {

    /** Absent if the program does not tune, or cannot be read. {@code folder}: where its name starts. */
    static Optional<StudyStart> of(String program, Path folder, String path) throws IOException, InterruptedException {
        return RayProgram.read(folder.resolve(program), path).map(said -> new StudyStart(program, said));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<String> open = new ArrayList<>();
        lines.add("# A start, by what " + program + " says of its search. Nothing of it was run: look it through.");
        lines.add("study: "
                + YamlText.text(program.replaceFirst(".*/", "")
                        .replaceFirst("\\.py$", "")
                        .replaceAll("[^\\w-]", "_")));
        Map<String, Object> objective = new LinkedHashMap<>();
        put(objective, "metric");
        put(objective, "mode");
        line(lines, open, "objective", objective.size() == 2 ? objective : null);
        space(lines, open);
        line(lines, open, "trials", said.get("num_samples"));
        if (said.get("resources") instanceof Map<?, ?> resources) {
            lines.add("resources: " + YamlText.of(resources));
        }
        Object function = said.get("function");
        line(lines, open, "trainable", function == null ? null : Map.of("python", program + ":" + function));
        if (function != null) {
            open.add("In " + program + " each report to Ray becomes attune.report(...) (docs/trial-protocol.md).");
        }
        if (said.get("notes") instanceof List<?> notes) {
            notes.forEach(note -> open.add(program + ", " + note));
        }
        open.forEach(text -> text.lines().forEach(line -> lines.add("# " + line)));
        return lines;
    }

    private void put(Map<String, Object> map, String key) {
        if (said.get(key) != null) {
            map.put(key, said.get(key));
        }
    }

    private void line(List<String> lines, List<String> open, String key, Object value) {
        if (value == null) {
            open.add(program + " does not say '" + key + "' in a way that can be read: write it here.");
        } else {
            lines.add(key + ": " + YamlText.of(value));
        }
    }

    private void space(List<String> lines, List<String> open) {
        if (said.get("param_space") == null) {
            line(lines, open, "space", null);
            return;
        }
        try {
            String text = Json.text(Map.of("param_space", said.get("param_space")));
            SpaceDocument space = SpaceFormats.find("ray").orElseThrow().read(text, program);
            String yaml = SpaceFormats.write(SpaceFormats.find("yaml").orElseThrow(), space);
            yaml.lines().dropWhile(line -> !line.startsWith("space:")).forEach(lines::add);
            open.addAll(space.notes());
        } catch (TextException e) {
            e.errors().forEach(error -> open.add("space: " + error.message()));
            line(lines, open, "space", null);
        }
    }
}
