package org.attune.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value with its place.
 *
 * @param value null, Boolean, Long, Double, String, {@code List<TextNode>} or a {@link Mapping} of keys
 * @param written as the text has it, for values that are no collections
 */
public record TextNode(Object value, String written, Place place) {

    /** A mapping; {@code Overrides} may change it before it is read. */
    public record Mapping(Map<String, Entry> entries) {}

    public record Entry(Place key, TextNode value) {}

    public static TextNode of(Object value, Place place) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            map.forEach((key, each) -> entries.put(String.valueOf(key), new Entry(place, of(each, place))));
            return new TextNode(new Mapping(entries), "", place);
        } else if (value instanceof List<?> list) {
            List<TextNode> items = new ArrayList<>();
            list.forEach(item -> items.add(of(item, place)));
            return new TextNode(items, "", place);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return of(((Number) value).longValue(), place);
        } else if (value instanceof Float || value instanceof BigDecimal || value instanceof BigInteger) {
            return of(Double.parseDouble(value.toString()), place);
        }
        return new TextNode(value, value instanceof String text ? text : Json.plain(value), place);
    }

    public boolean isEmpty() {
        return value == null;
    }

    public boolean isList() {
        return value instanceof List;
    }

    public boolean isMapping() {
        return value instanceof Mapping;
    }

    public boolean isScalar() {
        return !isList() && !isMapping();
    }

    public Map<String, Entry> entries() {
        return ((Mapping) value).entries();
    }

    public List<TextNode> items() {
        List<TextNode> items = new ArrayList<>();
        ((List<?>) value).forEach(item -> items.add((TextNode) item));
        return items;
    }

    /** In the form of {@link Json}. */
    public Object json() {
        if (isMapping()) {
            Map<String, Object> map = new LinkedHashMap<>();
            entries().forEach((key, entry) -> map.put(key, entry.value().json()));
            return map;
        } else if (isList()) {
            return items().stream().collect(ArrayList::new, (list, item) -> list.add(item.json()), ArrayList::addAll);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            throw new Invalid(place, "a value must be one that JSON has, but got " + written + ".", "");
        } else if (!isEmpty() && !(value instanceof Boolean || value instanceof String || value instanceof Number)) {
            throw new Invalid(place, "a value must be one that JSON has, but got the object " + written + ".", "");
        }
        return value;
    }

    /** For messages: as it was written, cut if it is long. */
    public String shown() {
        String text = inFull();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private String inFull() {
        if (isMapping()) {
            return entries().entrySet().stream()
                    .map(entry -> entry.getKey()
                            + (entry.getValue().value().isEmpty()
                                    ? ""
                                    : ": " + entry.getValue().value().shown()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (isList()) {
            return items().stream().map(TextNode::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? Json.text(text) : written.isEmpty() ? "nothing" : written;
    }
}
