package org.attune.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.attune.analysis.Row;
import org.attune.cli.live.Methods;
import org.attune.cli.live.Numbers;
import org.attune.cli.space.ConditionTree;
import org.attune.cli.space.ForbiddenShare;
import org.attune.cli.space.ParameterText;
import org.attune.cli.space.SpaceSize;
import org.attune.scheduler.HyperBandTable;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Constant;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;

/** A {@link Plan} for people and for scripts. */
public final class PlanText {
    private static final int MANY_BRACKETS = 12;

    private final Plan plan;
    private final Ground ground;

    /** On what a study is to run. */
    public interface Ground {
        /** {@code line} takes a label, which is empty where a line belongs to the one above, and a text. */
        void print(BiConsumer<String, String> line);

        Map<String, Object> json();
    }

    public PlanText(Plan plan, Ground ground) {
        this.plan = plan;
        this.ground = ground;
    }

    /** @param unicode whether lines are drawn with characters beyond ASCII */
    public void print(Tables tables, boolean unicode) {
        PrintWriter out = tables.out();
        line(out, "Study", plan.spec().study());
        line(
                out,
                "Objective",
                Methods.goal(plan.spec()) + " " + plan.spec().objective().metric());
        line(out, "Method", Methods.text(plan.spec()));
        out.println();
        parameters(tables, unicode);
        out.println();
        if (!plan.brackets().isEmpty()) {
            tables.print(brackets());
            out.println();
        }
        line(out, "Size", SpaceSize.of(plan.spec().space()).text());
        if (!plan.spec().space().forbidden().isEmpty()) {
            line(out, "Forbidden", ForbiddenShare.of(plan.spec().space()).text());
            plan.spec().space().forbidden().forEach(clause -> line(out, "", clause.toString()));
        }
        String derived = "Derived";
        for (var value : plan.spec().derived().definition().entrySet()) {
            line(out, derived, value.getKey() + " = " + value.getValue());
            derived = "";
        }
        line(out, "Trials", trials());
        ground.print((label, text) -> line(out, label, text));
        line(out, "Ends", ends());
        plan.files().forEach(file -> line(out, "File", file.normalize() + (Files.exists(file) ? "" : "   MISSING")));
    }

    public Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("study", plan.spec().study());
        map.put("metric", plan.spec().objective().metric());
        map.put("mode", Methods.goal(plan.spec()));
        map.put("sampler", Methods.sampler(plan.spec()));
        map.put("scheduler", Methods.scheduler(plan.spec()));
        map.putAll(plan.spec().space().definition());
        map.put("derived", plan.spec().derived().definition());
        map.put("forbidden_share", ForbiddenShare.of(plan.spec().space()).json());
        map.put("brackets", plan.brackets().stream().map(PlanText::json).toList());
        map.put("trials", plan.trials().isPresent() ? plan.trials().getAsInt() : null);
        map.put("steps", plan.steps() > 0 ? plan.steps() : null);
        map.putAll(ground.json());
        map.put("files", plan.files().stream().map(PlanText::file).toList());
        return map;
    }

    private static Map<String, Object> json(HyperBandTable.Bracket bracket) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("trials", bracket.trials());
        map.put("steps", bracket.steps());
        map.put("rungs", bracket.rungs().stream().map(PlanText::rung).toList());
        return map;
    }

    private static Map<String, Object> rung(HyperBandTable.Rung rung) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("trials", rung.trials());
        map.put("step", rung.step());
        return map;
    }

    private static Map<String, Object> file(Path file) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", file.toString());
        map.put("exists", Files.exists(file));
        return map;
    }

    /** Conditions stand below the table where there is no room for them in it. */
    private void parameters(Tables tables, boolean unicode) {
        List<Row> rows = parameters(true);
        if (tables.fits(rows)) {
            tables.print(rows);
            return;
        }
        tables.printWhole(parameters(false));
        List<String> conditions = new ConditionTree(plan.spec().space(), unicode, tables.width() - 2).lines();
        if (!conditions.isEmpty()) {
            tables.out().println();
            tables.out().println("Conditions");
            conditions.forEach(line -> tables.out().println("  " + line));
        }
    }

    private List<Row> parameters(boolean conditions) {
        return plan.spec().space().parameters().stream()
                .map(parameter -> parameter(parameter, conditions))
                .toList();
    }

    private Row parameter(Parameter parameter, boolean conditions) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("parameter", parameter.name());
        row.put("values", ParameterText.values(parameter));
        row.put("encoded as", encoded(parameter));
        Clause condition = plan.spec().space().conditions().get(parameter.name());
        row.put("active when", condition == null || !conditions ? "" : condition.toString());
        return () -> row;
    }

    private List<Row> brackets() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MANY_BRACKETS, plan.brackets().size()); i++) {
            HyperBandTable.Bracket bracket = plan.brackets().get(i);
            String rungs = bracket.rungs().stream()
                    .map(rung -> rung.trials() + "@" + rung.step())
                    .collect(Collectors.joining("  "));
            rows.add(bracket(i, rungs, bracket));
        }
        return rows;
    }

    private static Row bracket(int number, String rungs, HyperBandTable.Bracket bracket) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("bracket", (long) number);
        row.put("trials@step", rungs);
        row.put("trials", (long) bracket.trials());
        row.put("steps", bracket.steps());
        return () -> row;
    }

    private String trials() {
        if (plan.trials().isEmpty()) {
            return "any number";
        }
        String brackets = plan.brackets().size() > MANY_BRACKETS
                ? " in " + plan.brackets().size() + " brackets, the first " + MANY_BRACKETS + " above"
                : "";
        String steps = plan.steps() > 0 ? ", " + Words.count(plan.steps(), "step") + " in all if none fails" : "";
        return plan.trials().getAsInt() + brackets + steps;
    }

    private String ends() {
        List<String> ends = new ArrayList<>();
        plan.trials().ifPresent(trials -> ends.add("after " + Words.count(trials, "trial")));
        plan.spec().timeLimit().ifPresent(limit -> ends.add("after " + Numbers.text(limit) + " of running"));
        plan.spec()
                .target()
                .ifPresent(target -> ends.add("at " + plan.spec().objective().metric() + " " + Numbers.text(target)));
        plan.spec()
                .maxFailures()
                .ifPresent(failures ->
                        ends.add("at " + Words.count(failures, failures == 1 ? "failure" : "equal failure")));
        return ends.isEmpty() ? "when it is stopped" : String.join(", or ", ends);
    }

    private static String encoded(Parameter parameter) {
        if (parameter instanceof Constant) {
            return "not at all: a constant";
        } else if (parameter instanceof ChoiceParameter choice) {
            return choice.choices().size() + (choice.ordered() ? " levels of [0, 1]" : " categories");
        }
        String scale = ((NumberParameter) parameter).log() ? "log scale" : "linear scale";
        return parameter.size() == Long.MAX_VALUE
                ? "[0, 1], " + scale
                : parameter.size() + " levels of [0, 1], " + scale;
    }

    private static void line(PrintWriter out, String label, String text) {
        out.println(label + " ".repeat(11 - label.length()) + text);
    }
}
