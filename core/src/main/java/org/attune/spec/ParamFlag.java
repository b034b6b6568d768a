package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.formats.yaml.SpaceReader;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextException;
import org.attune.text.TextNode;
import org.attune.text.YamlTree;

/**
 * Parameters on the command line: {@code lr=float(1e-4,1e-1,log)}, {@code n=int(1,64,log)}, {@code n=int(0,100,step=5)}, {@code
 * act=cat(relu,tanh)}, {@code size=ordinal(16,32,64)}, {@code seed=const(1)}. Values are YAML, so {@code cat("1",1)} has a text and a number. Other settings are
 * named: {@code opt=cat(adam,sgd,weights=[2,1],default=sgd)}, {@code momentum=float(0,1,when={opt: sgd})}.
 */
public final class ParamFlag {
    private static final Pattern FORM = Pattern.compile("([^=]+)=([A-Za-z]+)\\((.*)\\)\\s*");
    private static final Pattern NAMED = Pattern.compile("([A-Za-z]+)=(.*)");
    private static final Map<String, String> TYPES = Map.of(
            "float", "float",
            "int", "int",
            "cat", "categorical",
            "choice", "categorical",
            "categorical", "categorical",
            "ordinal", "ordinal",
            "const", "constant",
            "constant", "constant");
    private static final List<String> SHOWN = List.of("float", "int", "cat", "ordinal", "const");

    private static final Set<String> CHOICE = Set.of("weights", "default", "when", "before");
    private static final Set<String> CONSTANT = Set.of("when", "before");

    private final String text;
    private final Source.Flag source;
    private String name = "";
    private final Map<String, TextNode.Entry> definition = new LinkedHashMap<>();

    private ParamFlag(String text) {
        this.text = text;
        this.source = new Source.Flag("--param", text, 0);
    }

    /** @throws TextException if anything is wrong, with the column */
    public static Parameter parse(String flag) {
        return space(List.of(flag)).parameters().get(0);
    }

    /**
     * @param flags at least one
     * @throws TextException if anything is wrong, with everything that is
     */
    public static SearchSpace space(List<String> flags) {
        Problems problems = new Problems();
        Map<String, TextNode.Entry> parameters = new LinkedHashMap<>();
        for (String flag : flags) {
            ParamFlag one = new ParamFlag(flag);
            Place start = one.source.at(0);
            problems.collect(one::read).ifPresent(definition -> {
                if (parameters.put(one.name, new TextNode.Entry(start, definition)) != null) {
                    problems.add(start, "the parameter '" + one.name + "' is there twice.", "");
                }
            });
        }
        Optional<SearchSpace> space = parameters.isEmpty()
                ? Optional.empty()
                : SpaceReader.read(
                        new TextNode(new TextNode.Mapping(parameters), "", new Source.Named("--param").whole()),
                        Optional.empty(),
                        problems);
        problems.throwIfAny();
        return space.orElseThrow();
    }

    private TextNode read() {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Invalid(
                    source.at(0), "a parameter must be NAME=TYPE(...), but got " + text + ".", remedyFor(text));
        }
        name = form.group(1).strip();
        String type = TYPES.get(form.group(2));
        if (type == null) {
            throw new Invalid(
                    source.at(form.start(2)),
                    "unknown type '" + form.group(2) + "' of '" + name + "'" + Nearest.hint(form.group(2), SHOWN),
                    "Types: " + String.join(", ", SHOWN) + ".");
        }
        Place at = source.at(form.start(2));
        definition.put("type", new TextNode.Entry(at, TextNode.of(type, at)));
        List<Argument> arguments = Argument.split(text, form.start(3), form.end(3));
        switch (type) {
            case "float", "int" -> range(arguments);
            case "constant" -> constant(settings(arguments, CONSTANT), at);
            default -> choices(settings(arguments, CHOICE), form.start(3));
        }
        return new TextNode(new TextNode.Mapping(definition), "", at);
    }

    private void range(List<Argument> arguments) {
        List<String> bounds = new ArrayList<>(List.of("low", "high"));
        for (Argument argument : arguments) {
            Place at = source.at(argument.start());
            Matcher named = NAMED.matcher(argument.text());
            if (argument.text().equals("log")) {
                put("log", TextNode.of(true, at), at);
            } else if (named.matches()) {
                bounds.remove(named.group(1));
                put(named.group(1), value(argument, named), at);
            } else if (bounds.isEmpty()) {
                throw new Invalid(
                        at,
                        "a range is (low, high), then log or step=..., but got " + argument.text() + ".",
                        "Write step=" + argument.text() + " if a step is meant.");
            } else {
                put(bounds.remove(0), value(argument), at);
            }
        }
    }

    /** Puts what is named as one of some settings, and gives the rest. */
    private List<Argument> settings(List<Argument> arguments, Set<String> keys) {
        List<Argument> rest = new ArrayList<>();
        for (Argument argument : arguments) {
            Matcher named = NAMED.matcher(argument.text());
            if (named.matches() && keys.contains(named.group(1))) {
                put(named.group(1), value(argument, named), source.at(argument.start()));
            } else {
                rest.add(argument);
            }
        }
        return rest;
    }

    private TextNode value(Argument argument, Matcher named) {
        return value(new Argument(named.group(2), argument.start() + named.start(2)));
    }

    private void put(String key, TextNode value, Place at) {
        if (definition.put(key, new TextNode.Entry(at, value)) != null) {
            throw new Invalid(at, "'" + key + "' is there twice.", "");
        }
    }

    private void choices(List<Argument> arguments, int start) {
        Place at = source.at(start);
        put("choices", new TextNode(arguments.stream().map(this::value).toList(), "", at), at);
    }

    private void constant(List<Argument> arguments, Place at) {
        if (arguments.size() != 1) {
            throw new Invalid(
                    at, "the constant '" + name + "' must have one value, but got " + arguments.size() + ".", "");
        }
        put("value", value(arguments.get(0)), at);
    }

    private TextNode value(Argument argument) {
        TextNode node = YamlTree.parse(argument.text(), new Source.Flag("--param", text, argument.start()));
        return argument.text().isEmpty() ? new TextNode(null, "", source.at(argument.start())) : node;
    }

    private static String remedyFor(String text) {
        int equals = text.indexOf('=');
        boolean plain = equals > 0 && text.substring(equals + 1).matches("[^()]+");
        return plain
                ? "For a fixed value write " + text.substring(0, equals) + "=const(" + text.substring(equals + 1) + ")."
                : "Write lr=float(1e-4,1e-1,log).";
    }

    /** One of the arguments in the brackets, with its place in the flag. */
    private record Argument(String text, int start) {

        /** At commas, but for those in brackets and quotes. */
        static List<Argument> split(String text, int from, int to) {
            List<Argument> arguments = new ArrayList<>();
            int depth = 0;
            char quote = 0;
            int start = from;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == ',' && depth == 0) {
                    arguments.add(of(text, start, i));
                    start = i + 1;
                }
                depth += quote != 0 ? 0 : "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            }
            if (start < to || !arguments.isEmpty()) {
                arguments.add(of(text, start, to));
            }
            return arguments;
        }

        private static Argument of(String text, int start, int end) {
            String part = text.substring(start, end);
            return new Argument(
                    part.strip(), start + part.length() - part.stripLeading().length());
        }
    }
}
