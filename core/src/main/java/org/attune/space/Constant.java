package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.text.Json;

/** A parameter with one value: every trial receives it, no model sees it. */
public record Constant(String name, Object value) implements Parameter {

    public Constant {
        value = Json.normal(value);
    }

    @Override
    public Object decode(double unit) {
        return value;
    }

    @Override
    public Object quantile(double u) {
        return value;
    }

    @Override
    public Object standard() {
        return value;
    }

    @Override
    public double encode(Object given) {
        check(given);
        return 0.5;
    }

    @Override
    public Object check(Object given) {
        Object normal = Json.normal(given);
        if (normal == null ? value != null : !normal.equals(value)) {
            throw new IllegalValueException(Bounds.rule(name, Json.plain(value) + " (it is a constant)", given));
        }
        return value;
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "constant");
        map.put("value", value);
        return map;
    }
}
