package org.attune.cli.space;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.analysis.Row;
import org.attune.cli.Tables;
import org.attune.space.Clause;
import org.attune.space.Feasibility;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.spec.SpaceAdvice;
import org.attune.spec.SpaceFile;

/**
 * A search space for people and for scripts.
 *
 * @param name of the file
 */
record SpaceText(String name, SpaceFile file, Feasibility feasibility) {
    private static final String INDENT = "  ";

    static SpaceText of(String name, SpaceFile file) {
        return new SpaceText(name, file, Feasibility.of(file.document().space()));
    }

    void print(Tables tables, boolean unicode) {
        PrintWriter out = tables.out();
        SearchSpace space = space();
        line(
                out,
                "Space",
                file.document().name().map(title -> title + ", in " + name).orElse(name));
        line(out, "Form", file.form());
        line(out, "Parameters", parameters());
        line(out, "Size", SpaceSize.of(space).text());
        if (!space.forbidden().isEmpty()) {
            line(out, "Forbidden", new ForbiddenShare(feasibility).text());
        }
        hints().forEach(hint -> line(out, "Hint", hint));
        out.println();
        List<Row> rows = rows(true);
        // The drawing below tells the conditions too.
        tables.printWhole(tables.fits(rows) ? rows : rows(false));
        int width = tables.width() - INDENT.length();
        section(out, "Conditions", new ConditionTree(space, unicode, width).lines());
        section(out, "Forbidden", wrapped(space.forbidden(), width));
        section(out, "Derived", wrapped(derived(), width));
        section(out, "Notes", wrapped(file.document().notes(), width));
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("form", file.format().id());
        map.put("version", file.document().version().orElse(null));
        map.put("name", file.document().name().orElse(null));
        map.put("parameters", (long) space().parameters().size());
        map.put("conditional", (long) space().conditions().size());
        map.put("size", SpaceSize.of(space()).json());
        map.put("forbidden_share", new ForbiddenShare(feasibility).json());
        map.putAll(space().definition());
        map.put("derived", file.document().derived().definition());
        map.put("default", space().standard().values());
        map.put("hints", hints());
        map.put("notes", file.document().notes());
        return map;
    }

    private List<String> derived() {
        return file.document().derived().definition().entrySet().stream()
                .map(value -> value.getKey() + " = " + value.getValue())
                .toList();
    }

    private SearchSpace space() {
        return file.document().space();
    }

    List<String> hints() {
        return SpaceAdvice.of(space(), feasibility);
    }

    private String parameters() {
        int conditional = space().conditions().size();
        return space().parameters().size() + (conditional == 0 ? "" : ", " + conditional + " of them conditional");
    }

    private List<Row> rows(boolean conditions) {
        return space().parameters().stream()
                .map(parameter -> row(parameter, conditions))
                .toList();
    }

    private Row row(Parameter parameter, boolean conditions) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("parameter", parameter.name());
        row.put("type", ParameterText.type(parameter));
        row.put("values", ParameterText.values(parameter));
        row.put("scale", ParameterText.scale(parameter));
        row.put("prior", ParameterText.prior(parameter));
        row.put("default", ParameterText.standard(parameter));
        Clause condition = space().conditions().get(parameter.name());
        row.put("active when", condition == null || !conditions ? "" : condition.toString());
        return () -> row;
    }

    private static List<String> wrapped(List<?> texts, int width) {
        return texts.stream()
                .flatMap(text -> Wrapped.lines(text.toString(), "", "    ", width).stream())
                .toList();
    }

    private static void section(PrintWriter out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title);
            lines.forEach(line -> out.println(INDENT + line));
        }
    }

    private static void line(PrintWriter out, String label, String text) {
        out.println(label + " ".repeat(12 - label.length()) + text);
    }
}
