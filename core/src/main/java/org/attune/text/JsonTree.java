package org.attune.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A JSON text as a tree in which every key and value keeps its place. {@code NaN} and {@code Infinity}, which Python writes, are read as such numbers, for the
 * reader of the tree to refuse with their place.
 */
public final class JsonTree {
    private static final int DEEPEST = 50;
    private static final int MOST_VALUES = 200_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonParser parser;
    private final Source source;
    private int values;

    private JsonTree(JsonParser parser, Source source) {
        this.parser = parser;
        this.source = source;
    }

    /**
     * The one value of a text.
     *
     * @throws Invalid if it is empty, not JSON, has a key twice in one object, or is too big: nested more than 50 deep, more than 200,000 values
     */
    public static TextNode parse(String text, Source source) {
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (content.isBlank()) {
            throw new Invalid(source.at(1, 1), "the file is empty.", "");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
            JsonTree tree = new JsonTree(parser, source);
            parser.nextToken();
            TextNode root = tree.value(0);
            if (parser.nextToken() != null) {
                throw new Invalid(tree.here(), "the file goes on behind its end.", "It may have one JSON value.");
            }
            return root;
        } catch (JacksonException e) {
            throw JsonMistake.of(e, content, source);
        }
    }

    /** The parser stands on the value's first token; afterwards on its last. */
    private TextNode value(int depth) {
        Place place = here();
        if (depth > DEEPEST) {
            throw new Invalid(
                    place, "lists and objects may be nested " + DEEPEST + " deep, but here they are deeper.", "");
        } else if (++values > MOST_VALUES) {
            throw new Invalid(place, "the file may have " + MOST_VALUES + " values, but it has more.", "");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> new TextNode(new TextNode.Mapping(entries(depth)), "", place);
            case START_ARRAY -> new TextNode(items(depth), "", place);
            case VALUE_STRING -> new TextNode(parser.getString(), parser.getString(), place);
            case VALUE_TRUE, VALUE_FALSE -> new TextNode(parser.getBooleanValue(), parser.getString(), place);
            case VALUE_NUMBER_INT -> new TextNode(whole(parser.getString(), place), parser.getString(), place);
            case VALUE_NUMBER_FLOAT -> new TextNode(parser.getDoubleValue(), parser.getString(), place);
            default -> new TextNode(null, "null", place);
        };
    }

    private Map<String, TextNode.Entry> entries(int depth) {
        Map<String, TextNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place place = here();
            parser.nextToken();
            TextNode.Entry before = entries.put(key, new TextNode.Entry(place, value(depth + 1)));
            if (before != null) {
                throw new Invalid(
                        place,
                        "key '" + key + "' is there twice, first at line "
                                + before.key().line() + ", column "
                                + before.key().column() + ".",
                        "Remove one of them.");
            }
        }
        return entries;
    }

    private List<TextNode> items(int depth) {
        List<TextNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return items;
    }

    private static Long whole(String digits, Place place) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Invalid(place, "the number " + digits + " does not fit into 64 bits.", "");
        }
    }

    private Place here() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return source.at(location.getLineNr(), location.getColumnNr());
    }
}
