package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.formats.UnsayableException;
import org.attune.text.Json;
import org.attune.text.PythonFloat;

/** Writes a space, in the order and the digits of ConfigSpace. */
final class PcsWriter {
    private final Dialect dialect;
    private final SearchSpace space;
    private final List<String> unsayable = new ArrayList<>();

    PcsWriter(Dialect dialect, SearchSpace space) {
        this.dialect = dialect;
        this.space = space;
    }

    String write() {
        List<String> parameters = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        PcsConditions writer = new PcsConditions(dialect, space);
        for (Parameter parameter : space.parentsFirst()) {
            String name = parameter.name();
            parameters.addAll(say("'" + name + "'", () -> List.of(line(parameter))));
            Clause condition = space.conditions().get(name);
            if (condition != null) {
                conditions.addAll(say("The condition of '" + name + "'", () -> writer.lines(name, condition)));
            }
        }
        for (Clause clause : space.forbidden()) {
            forbidden.addAll(say("A forbidden clause", () -> new PcsForbidden(space).lines(clause)));
        }
        if (!unsayable.isEmpty()) {
            throw new UnsayableException(dialect.title(), unsayable);
        }
        return String.join("\n", parameters)
                + (conditions.isEmpty() ? "" : "\n\n" + String.join("\n", conditions))
                + (forbidden.isEmpty()
                        ? ""
                        : forbidden.stream().sorted().collect(Collectors.joining("\n", "\n\n", "\n")));
    }

    /** The word for a value of a parameter. */
    static String value(Parameter parameter, Object value) {
        if (parameter instanceof FloatParameter) {
            return PythonFloat.text(((Number) value).doubleValue());
        } else if (parameter instanceof IntegerParameter) {
            return PcsValues.number((Number) value);
        }
        return PcsValues.word(value)
                .orElseThrow(() -> new Unsayable("has the value " + Json.plain(value)
                        + (value instanceof String text && PcsValues.isWritable(text)
                                ? ", a text that would be read as something else"
                                : ", which is no word of letters, digits and signs that the form has")));
    }

    private List<String> say(String subject, Supplier<List<String>> lines) {
        try {
            return lines.get();
        } catch (Unsayable e) {
            unsayable.add(subject + " " + e.getMessage() + ".");
            return List.of();
        }
    }

    private String line(Parameter parameter) {
        boolean old = dialect == Dialect.OLD;
        String name = parameter.name();
        if (!PcsValues.isWritable(name)) {
            throw new Unsayable("has a name with more than the letters, digits and signs that the form has");
        } else if (space.before().containsKey(name)) {
            throw new Unsayable("has a 'before'");
        } else if (parameter instanceof NumberParameter number) {
            return number(number);
        } else if (parameter instanceof ChoiceParameter choice) {
            if (!choice.weights().isEmpty()) {
                throw new Unsayable("has weights");
            } else if (choice.ordered() && old) {
                throw new Unsayable("is ordinal");
            }
            String choices =
                    choice.choices().stream().map(each -> value(choice, each)).collect(Collectors.joining(", "));
            String type = old ? "" : choice.ordered() ? "ordinal " : "categorical ";
            return name + " " + type + "{" + choices + "} [" + value(choice, choice.standard()) + "]";
        }
        String value = value(parameter, ((Constant) parameter).value());
        return name + (old ? " {" : " categorical {") + value + "} [" + value + "]";
    }

    private String number(NumberParameter parameter) {
        if (parameter.prior().isPresent()) {
            throw new Unsayable("has a prior");
        } else if (parameter instanceof IntegerParameter integer) {
            if (integer.step() != 1) {
                throw new Unsayable("has a step");
            }
            return number(
                    integer,
                    Long.toString(integer.low()),
                    Long.toString(integer.high()),
                    integer.standard().toString());
        }
        FloatParameter real = (FloatParameter) parameter;
        if (real.step() != 0) {
            throw new Unsayable("has a step");
        }
        return number(
                real,
                PythonFloat.text(real.low()),
                PythonFloat.text(real.high()),
                PythonFloat.text(PcsDefaults.written(real)));
    }

    private String number(NumberParameter parameter, String low, String high, String start) {
        boolean whole = parameter instanceof IntegerParameter;
        String range = "[" + low + ", " + high + "] [" + start + "]";
        if (dialect == Dialect.OLD) {
            return parameter.name() + " " + range + (whole ? "i" : "") + (parameter.log() ? "l" : "");
        }
        return parameter.name() + (whole ? " integer " : " real ") + range + (parameter.log() ? "log" : "");
    }
}
