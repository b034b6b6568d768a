package org.attune.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A YAML text as a tree in which every key and value keeps its place. Aliases and merge keys are written out, within limits. */
public final class YamlTree {
    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 100_000;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final Source source;
    private int nodes;

    private YamlTree(Source source) {
        this.source = source;
    }

    /** @throws Invalid if the text is not YAML, or more than one document, or too big; a text without a value gives an empty node */
    public static TextNode parse(String text, Source source) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(4 << 20)
                // What counts is the size with aliases written out, which convert limits.
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                // The reader fails where the end of its buffer splits a character beyond U+FFFF.
                .setBufferSize(text.length() + 16)
                .build();
        YamlTree tree = new YamlTree(source);
        refuseControlCharacters(text, source);
        try {
            tree.checkDepth(new Parse(settings).parseString(text));
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.map(node -> tree.convert(node, 0)).orElse(new TextNode(null, "", source.whole()));
        } catch (YamlEngineException e) {
            throw YamlMistake.of(e, source);
        }
    }

    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static void refuseControlCharacters(String text, Source source) {
        int line = 0;
        for (String each : text.lines().toList()) {
            line++;
            int[] characters = each.codePoints().toArray();
            for (int i = 0; i < characters.length; i++) {
                if (!StreamReader.isPrintable(characters[i])) {
                    throw new Invalid(
                            source.at(line, i + 1),
                            String.format("YAML does not allow the character U+%04X.", characters[i]),
                            "");
                }
            }
        }
    }

    /** Before composing, which is recursive. */
    private void checkDepth(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                throw new Invalid(
                        event.getStartMark().map(source::place).orElse(source.whole()),
                        "lists and mappings may be nested " + DEEPEST + " deep, but here they are deeper.",
                        "");
            }
        }
    }

    private TextNode convert(Node node, int depth) {
        Place place = node.getStartMark().map(source::place).orElse(source.whole());
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new Invalid(
                    place,
                    "with its aliases written out the text may have " + MOST_NODES + " values, nested " + DEEPEST
                            + " deep, but it has more.",
                    "If it has anchors, does one contain itself?");
        }
        if (node instanceof ScalarNode scalar) {
            return new TextNode(value(scalar, place), scalar.getValue(), place);
        } else if (node instanceof SequenceNode sequence) {
            List<TextNode> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
            return new TextNode(items, "", place);
        }
        return new TextNode(new TextNode.Mapping(entries((MappingNode) node, depth)), "", place);
    }

    private Map<String, TextNode.Entry> entries(MappingNode node, int depth) {
        Map<String, TextNode.Entry> own = new LinkedHashMap<>();
        Map<String, TextNode.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place place = tuple.getKeyNode().getStartMark().map(source::place).orElse(source.whole());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Invalid(place, "a key must be a single value, but got a list or a mapping.", "");
            }
            TextNode value = convert(tuple.getValueNode(), depth + 1);
            if (key.isPlain() && key.getValue().equals("<<")) {
                merge(value, merged);
            } else {
                TextNode.Entry before = own.put(key.getValue(), new TextNode.Entry(place, value));
                if (before != null) {
                    throw new Invalid(
                            place,
                            "key '" + key.getValue() + "' is there twice, first at line "
                                    + before.key().line() + ", column "
                                    + before.key().column() + ".",
                            "Remove one of them.");
                }
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private static void merge(TextNode value, Map<String, TextNode.Entry> into) {
        if (value.isMapping()) {
            value.entries().forEach(into::putIfAbsent);
        } else if (value.isList() && value.items().stream().allMatch(TextNode::isMapping)) {
            value.items().forEach(item -> merge(item, into));
        } else {
            throw new Invalid(
                    value.place(),
                    "'<<' must be given a mapping, or a list of these, but got " + value.shown() + ".",
                    "");
        }
    }

    private static Object value(ScalarNode scalar, Place place) {
        String text = scalar.getValue();
        String tag = scalar.getTag().getValue().replace("tag:yaml.org,2002:", "!!");
        return switch (tag) {
            case "!!str" -> text;
            case "!!null" -> null;
            case "!!bool" -> Boolean.valueOf(text);
            case "!!int", "!!float" -> number(text, place);
            default -> throw new Invalid(place, "the tag " + tag + " is unknown.", "Plain values need no tag.");
        };
    }

    private static Number number(String text, Place place) {
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text.substring(2), 16);
            } else if (text.startsWith("0o")) {
                return Long.parseLong(text.substring(2), 8);
            } else if (INTEGER.matcher(text).matches() && new BigInteger(text).bitLength() < 64) {
                return Long.parseLong(text);
            } else if (isNumber(text)) {
                return Double.parseDouble(text);
            } else if (text.toLowerCase(Locale.ROOT).matches("[-+]?\\.inf")) {
                return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            } else if (text.toLowerCase(Locale.ROOT).equals(".nan")) {
                return Double.NaN;
            }
        } catch (NumberFormatException e) {
            throw new Invalid(place, "the number " + text + " does not fit into 64 bits.", "");
        }
        throw new Invalid(place, "a number was expected, but got " + text + ".", "");
    }
}
