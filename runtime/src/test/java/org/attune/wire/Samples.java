package org.attune.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.attune.space.Configuration;

/** Random messages, made from the types of their parts. */
final class Samples {
    private static final List<Double> NUMBERS = List.of(
            0.0,
            -0.0,
            0.1,
            1.0,
            1e300,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    /** One of the records that a sealed interface permits, or of such a record itself. */
    Object of(Class<?> type) {
        if (type.isSealed()) {
            return of(type.getPermittedSubclasses()[random.nextInt(type.getPermittedSubclasses().length)]);
        }
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = new Class<?>[parts.length];
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = value(parts[i].getGenericType());
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.empty() : Optional.of(value(of[0]));
            } else if (generic.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                random.ints(random.nextInt(4)).forEach(i -> list.add(value(of[0])));
                return list;
            } else if (generic.getRawType() == Map.class) {
                Map<Object, Object> map = new LinkedHashMap<>();
                random.ints(random.nextInt(4)).forEach(i -> map.put(value(of[0]), value(of[1])));
                return map;
            }
        } else if (type == String.class) {
            return text();
        } else if (type == int.class) {
            return random.nextInt() >> random.nextInt(32);
        } else if (type == long.class || type == Long.class) {
            return whole();
        } else if (type == double.class || type == Double.class) {
            return number();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == byte[].class) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return bytes;
        } else if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
        } else if (type == Duration.class) {
            return Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type == Configuration.class) {
            return new Configuration(Map.of("rate", 0.5, "layers", 3L, "whole", 2.0, "name", text()));
        } else if (type == Object.class) {
            return untyped(3);
        } else if (type instanceof Class<?> known && known.isEnum()) {
            return known.getEnumConstants()[random.nextInt(known.getEnumConstants().length)];
        } else if (type instanceof Class<?> known) {
            return of(known);
        }
        throw new AssertionError("no sample for " + type);
    }

    private Object untyped(int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0:
                return null;
            case 1:
                return random.nextBoolean();
            case 2:
                return whole();
            case 3:
                return number();
            case 4:
                return text();
            case 5:
                List<Object> list = new ArrayList<>();
                random.ints(random.nextInt(4)).forEach(i -> list.add(untyped(depth - 1)));
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                random.ints(random.nextInt(4)).forEach(i -> map.put(text(), untyped(depth - 1)));
                return map;
        }
    }

    private long whole() {
        return random.nextLong() >> random.nextInt(64);
    }

    private double number() {
        return random.nextBoolean() ? NUMBERS.get(random.nextInt(NUMBERS.size())) : random.nextGaussian();
    }

    private String text() {
        return random.ints(random.nextInt(12), 0, 4)
                .mapToObj(i -> List.of("a", "é", "\n", "𝄞").get(i))
                .reduce("", String::concat);
    }
}
