package org.attune.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code trainable}. */
final class TrainableReader {
    private static final List<String> KINDS = List.of("python", "command", "java");
    private static final String EXAMPLE = "trainable: {python: train.py:train} or {command: [./train, \"{lr}\"]}";
    private static final Pattern PYTHON = Pattern.compile("(.+\\.py):([\\p{L}_][\\p{L}\\p{N}_]*)");
    private static final Pattern JAVA = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    private final Optional<List<String>> names;
    private final Predicate<String> absent;
    private final Optional<Objective> objective;

    /**
     * @param names what a trial receives, if that is known
     * @param absent which of it a trial may lack
     */
    TrainableReader(Optional<List<String>> names, Predicate<String> absent, Optional<Objective> objective) {
        this.absent = absent;
        this.names = names;
        this.objective = objective;
    }

    Optional<Trainable> read(TextNode node, Problems problems) {
        return Fields.of("trainable", node, Section.TRAINABLE, EXAMPLE, problems)
                .flatMap(this::read);
    }

    private Optional<Trainable> read(Fields fields) {
        List<String> given = KINDS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            fields.problems()
                    .add(
                            fields.place(),
                            "'trainable' must have one of python, command and java, but got "
                                    + (given.isEmpty() ? "none" : String.join(" and ", given)) + ".",
                            given.isEmpty() ? "Write " + EXAMPLE + "." : "");
            return Optional.empty();
        }
        refuse(fields, "report", !given.contains("command"), "A command prints reports; a function calls report.");
        refuse(fields, "requirements", given.contains("java"), "They are for programs in Python.");
        refuse(fields, "start", given.contains("command"), "A command is always a process of its own.");
        refuse(fields, "options", !given.contains("java"), "They are for Java's virtual machine.");
        Optional<String> requirements = fields.read("requirements", Values::text);
        Optional<String> report = fields.read("report", this::report);
        return switch (given.get(0)) {
            case "python" ->
                fields.read("python", TrainableReader::python)
                        .map(words -> new Trainable.PythonFunction(
                                words.get(0),
                                words.get(1),
                                requirements,
                                fields.read("start", TrainableReader::start).orElse(Start.FORK)));
            case "command" ->
                fields.read("command", this::command).map(words -> new Trainable.Command(words, report, requirements));
            default -> javaClass(fields);
        };
    }

    private static Optional<Trainable> javaClass(Fields fields) {
        boolean inThread = fields.read("start", TrainableReader::inThread).orElse(false);
        List<String> options = fields.read("options", TrainableReader::options).orElse(List.of());
        if (inThread && !options.isEmpty()) {
            fields.problems()
                    .add(
                            fields.placeOf("options"),
                            "'options' of 'trainable' does not go with start: thread, which has no virtual machine of its own.",
                            "Set ATTUNE_JAVA_OPTS, or leave start away.");
        }
        return fields.read("java", TrainableReader::java).map(name -> new Trainable.JavaClass(name, inThread, options));
    }

    private static List<String> options(String label, TextNode node) {
        List<String> options = node.isList()
                ? node.items().stream().map(item -> word(label, item)).toList()
                : ShellWords.split(Values.text(label, node), node);
        for (int i = 0; i < options.size(); i++) {
            if (!options.get(i).startsWith("-")) {
                throw Values.wrong(
                        label,
                        "options of Java such as -Xmx2g",
                        node.isList() ? node.items().get(i) : node,
                        "What has a value is one word: --add-modules=jdk.incubator.vector.");
            }
        }
        return options;
    }

    private static void refuse(Fields fields, String key, boolean wrong, String remedy) {
        if (wrong && fields.has(key)) {
            String kind = KINDS.stream().filter(fields::has).findFirst().orElseThrow();
            fields.problems()
                    .add(fields.placeOf(key), "'" + key + "' of 'trainable' does not go with " + kind + ".", remedy);
        }
    }

    private static List<String> python(String label, TextNode node) {
        String text = Values.text(label, node);
        var matcher = PYTHON.matcher(text);
        if (!matcher.matches()) {
            throw Values.wrong(
                    label, "FILE.py:FUNCTION", node, text.endsWith(".py") ? "Maybe " + text + ":train is meant?" : "");
        }
        return List.of(matcher.group(1), matcher.group(2));
    }

    private static Start start(String label, TextNode node) {
        List<String> known = Arrays.stream(Start.values()).map(Start::text).toList();
        return Start.valueOf(oneOf(known, "fork, ahead or fresh", label, node).toUpperCase(Locale.ROOT));
    }

    private static boolean inThread(String label, TextNode node) {
        return oneOf(List.of("process", "thread"), "process or thread", label, node)
                .equals("thread");
    }

    private static String oneOf(List<String> known, String expected, String label, TextNode node) {
        String text = Values.text(label, node);
        if (!known.contains(text)) {
            throw Values.wrong(
                    label,
                    expected,
                    node,
                    Nearest.to(text, known)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse(""));
        }
        return text;
    }

    private static String java(String label, TextNode node) {
        String text = Values.text(label, node);
        if (!JAVA.matcher(text).matches()) {
            throw Values.wrong(label, "the full name of a class, such as com.acme.Train", node, "");
        }
        return text;
    }

    private List<String> command(String label, TextNode node) {
        List<String> words;
        if (node.isList()) {
            words = node.items().stream().map(item -> word(label, item)).toList();
            names.ifPresent(known -> node.items().forEach(item -> checkPlaceholders(known, item.written(), item)));
        } else {
            words = ShellWords.split(Values.text(label, node), node);
            names.ifPresent(known -> words.forEach(word -> checkPlaceholders(known, word, node)));
        }
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw Values.wrong(label, "a program and its arguments", node, "Write command: [python, train.py].");
        }
        // Without a space nothing is known of the words, not even that their braces are right.
        for (int i = 0; i < words.size() && names.isPresent(); i++) {
            refuseLoss(words.get(i), i == 0, node.isList() ? node.items().get(i) : node);
        }
        return words;
    }

    private static String word(String label, TextNode item) {
        if (item.isMapping()) {
            throw new Invalid(
                    item.place(),
                    "a word of " + label + " must be a text, but got " + item.shown()
                            + ", which YAML reads as a mapping.",
                    "Put braces in quotes: \"{lr}\".");
        } else if (item.isList() || item.isEmpty()) {
            throw new Invalid(
                    item.place(), "a word of " + label + " must be a text, but got " + item.shown() + ".", "");
        }
        return item.written();
    }

    /** Where a value is not there its word is left out, which must not be the program, nor a script that says much else. */
    private void refuseLoss(String word, boolean program, TextNode node) {
        if (!program && Placeholders.around(word).chars().noneMatch(Character::isWhitespace)) {
            return;
        }
        Placeholders.names(word).stream().filter(absent).findFirst().ifPresent(name -> {
            throw new Invalid(
                    node.place(),
                    "'" + name + "' is not active in every configuration, and without it the command lacks all of \""
                            + word + "\".",
                    "Make {" + name + "} a word of its own, or let the program read ATTUNE_CONFIG.");
        });
    }

    private static void checkPlaceholders(List<String> known, String word, TextNode node) {
        List<String> names;
        try {
            names = Placeholders.names(word);
        } catch (IllegalArgumentException e) {
            throw new Invalid(node.place(), e.getMessage(), "For a brace itself write {{ or }}.");
        }
        for (String name : names) {
            if (known.stream().noneMatch(each -> each.equals(name) || each.startsWith(name + "."))) {
                throw new Invalid(
                        node.place(),
                        "the command has {" + name + "}, but the space has no '" + name + "'"
                                + Nearest.hint(name, known),
                        "Parameters: " + String.join(", ", known) + ". For a brace itself write {{ or }}.");
            }
        }
    }

    private String report(String label, TextNode node) {
        String text = Values.text(label, node);
        ReportPattern pattern;
        try {
            pattern = ReportPattern.compile(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid(node.place(), label + " is no regular expression: " + e.getMessage() + ".", "");
        }
        objective.ifPresent(goal -> {
            if (!pattern.metrics().contains(goal.metric())) {
                throw new Invalid(
                        node.place(),
                        label + " must have a group named for the objective's metric '" + goal.metric() + "', but has "
                                + (pattern.metrics().isEmpty() ? "none" : String.join(", ", pattern.metrics())) + ".",
                        "Write (?<" + goal.metric() + ">...) around the number.");
            }
        });
        return text;
    }
}
