package org.attune.task.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {
    private static final AllowList JDK = new AllowList(type -> false);

    static Stream<Object> values() {
        return Stream.of(
                true,
                false,
                7,
                -7L,
                2.5,
                2.5f,
                'x',
                "text ö",
                "",
                List.of(1, "two", 3.0),
                new ArrayList<>(List.of(1)),
                Arrays.asList(1, 2),
                Collections.unmodifiableList(List.of(1)),
                Map.of("a", 1),
                new HashMap<>(Map.of("a", List.of(1))),
                new TreeMap<>(Map.of("b", 2)),
                new ConcurrentHashMap<>(Map.of("c", 3)),
                Set.of(1, 2),
                new BigDecimal("1.5"),
                Instant.EPOCH,
                Duration.ofSeconds(3),
                new UUID(1, 2),
                TimeUnit.SECONDS,
                String.class,
                new int[][] {{1}, {2, 3}},
                new String[] {"a"});
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheJdkComeBackAsTheyWere(Object value) throws Exception {
        assertThat(Values.read(Values.write(value, type -> {}), getClass().getClassLoader(), JDK))
                .isEqualTo(value);
    }

    @Test
    void nothingIsAValueToo() throws Exception {
        assertThat(Values.read(Values.write(null, type -> {}), null, JDK)).isNull();
        assertThat((byte[]) Values.read(Values.write(new byte[] {1, 2}, type -> {}), null, JDK))
                .containsExactly(1, 2);
    }

    static final class Trap implements Serializable {
        private static final long serialVersionUID = 1L;
        private static int read;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            read++;
        }
    }

    static Stream<Object> hostile() throws Exception {
        return Stream.of(
                new Trap(),
                List.of(new Trap()),
                new Trap[][] {{}},
                Trap.class,
                new HashMap<>(Map.of("inside", new Trap())),
                new RuntimeException(new IOException()) {
                    private static final long serialVersionUID = 1L;
                    final Trap trap = new Trap();
                },
                new BadAttributeValueExpException("calls toString while it is read"),
                new java.net.URL("http://localhost/"),
                Proxy.newProxyInstance(
                        ValuesTest.class.getClassLoader(),
                        new Class<?>[] {Runnable.class, Serializable.class},
                        new Handler()));
    }

    static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void classesThatAreNotAllowedAreNeverMade(Object value) throws Exception {
        byte[] bytes = Values.write(value, type -> {});
        Trap.read = 0;
        assertThatThrownBy(() -> Values.read(bytes, getClass().getClassLoader(), JDK))
                .isInstanceOf(IOException.class);
        assertThat(Trap.read).isZero();
    }

    @Test
    void aRefusalNamesTheClass() throws Exception {
        byte[] bytes = Values.write(List.of(new Trap()), type -> {});
        assertThatThrownBy(() -> Values.read(bytes, getClass().getClassLoader(), JDK))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("ValuesTest$Trap is not among those that may be read");
        assertThat(Values.read(bytes, getClass().getClassLoader(), new AllowList(type -> type == Trap.class)))
                .isInstanceOf(List.class);
    }

    @Test
    void bytesThatClaimMuchAreRefusedBeforeMuchIsAllocated() throws Exception {
        byte[] bytes = Values.write(new long[2], type -> {});
        // The length of the array, which stands before its 16 bytes.
        bytes[bytes.length - 20] = 0x7f;
        assertThatThrownBy(() -> Values.read(bytes, getClass().getClassLoader(), JDK))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void garbageIsNoValue() {
        for (byte[] garbage : List.of(new byte[0], new byte[] {99}, new byte[] {9, 1, 2, 3}, new byte[] {9})) {
            assertThatThrownBy(() -> Values.read(garbage, getClass().getClassLoader(), JDK))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Failures.read(new byte[] {127, 127, 127, 127})).isInstanceOf(IOException.class);
    }
}
