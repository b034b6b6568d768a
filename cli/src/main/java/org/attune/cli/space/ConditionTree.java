package org.attune.cli.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/**
 * The conditions as a drawing. A parameter that depends on several hangs below the last of them in {@link SearchSpace#parentsFirst}, and its condition names all.
 *
 * @param unicode whether lines are drawn with characters beyond ASCII
 */
public record ConditionTree(SearchSpace space, boolean unicode, int width) {

    public List<String> lines() {
        Map<String, List<String>> children = children();
        List<String> lines = new ArrayList<>();
        for (Parameter parameter : space.parameters()) {
            String name = parameter.name();
            if (!space.conditions().containsKey(name) && children.containsKey(name)) {
                lines.add(name);
                draw(name, "", children, lines);
            }
        }
        return lines;
    }

    private void draw(String parent, String prefix, Map<String, List<String>> children, List<String> lines) {
        List<String> below = children.getOrDefault(parent, List.of());
        for (int i = 0; i < below.size(); i++) {
            String child = below.get(i);
            boolean last = i == below.size() - 1;
            String inner = prefix + (last ? "   " : unicode ? "│  " : "|  ");
            boolean hasChildren = children.containsKey(child);
            lines.addAll(Wrapped.lines(
                    child + "  when " + space.conditions().get(child),
                    prefix + (unicode ? last ? "└─ " : "├─ " : last ? "`- " : "|- "),
                    inner + (hasChildren ? unicode ? "│    " : "|    " : "     "),
                    width));
            draw(child, inner, children, lines);
        }
    }

    private Map<String, List<String>> children() {
        Map<String, Integer> place = new LinkedHashMap<>();
        space.parentsFirst().forEach(parameter -> place.put(parameter.name(), place.size()));
        return space.parameters().stream()
                .map(Parameter::name)
                .filter(space.conditions()::containsKey)
                .collect(Collectors.groupingBy(
                        child -> space.conditions().get(child).parameters().stream()
                                .max(Comparator.comparing(place::get))
                                .orElseThrow(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }
}
