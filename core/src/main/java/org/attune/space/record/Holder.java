package org.attune.space.record;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a component holds, apart from how it holds nothing.
 *
 * @param type without a box: {@code double} for {@code Double}, {@code OptionalDouble} and {@code Optional<Double>}
 * @param declared type of the component
 */
record Holder(Class<?> type, Class<?> declared) {

    static Holder of(RecordComponent component) {
        Class<?> declared = component.getType();
        if (declared == OptionalDouble.class) {
            return new Holder(double.class, declared);
        } else if (declared == OptionalInt.class) {
            return new Holder(int.class, declared);
        } else if (declared == OptionalLong.class) {
            return new Holder(long.class, declared);
        } else if (declared == Optional.class
                && component.getGenericType() instanceof ParameterizedType optional
                && optional.getActualTypeArguments()[0] instanceof Class<?> held) {
            return new Holder(unboxed(held), declared);
        }
        return new Holder(unboxed(declared), declared);
    }

    boolean canHoldNothing() {
        return !declared.isPrimitive();
    }

    /** @param value null for nothing */
    Object wrap(Object value) {
        if (declared == Optional.class) {
            return Optional.ofNullable(value);
        } else if (declared == OptionalDouble.class) {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
        } else if (declared == OptionalInt.class) {
            return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
        } else if (declared == OptionalLong.class) {
            return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
        }
        return value;
    }

    /** @return null for nothing */
    Object unwrap(Object held) {
        if (held instanceof Optional<?> optional) {
            return optional.orElse(null);
        } else if (held instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        } else if (held instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        } else if (held instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        return held;
    }

    /** Name of the type that holds it or null. */
    String boxed() {
        return MethodType.methodType(type).wrap().returnType().getSimpleName();
    }

    private static Class<?> unboxed(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }
}
