package org.attune.space;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.attune.text.Json;

/** The choices of a parameter, JSON values, of which each finds its number at once however many there are. Immutable. */
final class Choices extends AbstractList<Object> implements RandomAccess {
    private final List<Object> values;
    private final Map<Object, Integer> numbers = new HashMap<>();

    private Choices(List<Object> values) {
        this.values = values;
        for (int i = 0; i < values.size(); i++) {
            numbers.putIfAbsent(values.get(i), i);
        }
    }

    static List<Object> of(List<?> values) {
        return values instanceof Choices choices ? choices : new Choices(Json.list(values));
    }

    @Override
    public Object get(int index) {
        return values.get(index);
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public int indexOf(Object value) {
        return numbers.getOrDefault(value, -1);
    }

    @Override
    public boolean contains(Object value) {
        return numbers.containsKey(value);
    }
}
