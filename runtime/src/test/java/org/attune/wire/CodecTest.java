package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.dataformat.cbor.CBORMapper;

class CodecTest {
    private static final List<Class<?>> ALL =
            List.of(ToHead.class, ToWorker.class, FromClient.class, ToClient.class, Piece.class);

    static Stream<Class<?>> everyRecord() {
        return ALL.stream().flatMap(messages -> Arrays.stream(messages.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("everyRecord")
    void whatIsDecodedEqualsWhatWasEncoded(Class<?> kind) {
        long seed = new Random().nextLong();
        Samples samples = new Samples(seed);
        for (int i = 0; i < 100; i++) {
            Object message = samples.of(kind);
            assertThat(there(kind.getInterfaces()[0], message))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .withStrictTypeChecking()
                    .withEqualsForType(Double::equals, Double.class)
                    .isEqualTo(message);
        }
    }

    @Test
    void numbersKeepWhetherTheyAreWhole() {
        ToClient.Part part = new ToClient.Part(1, Map.of("whole", 1L, "real", 1.0, "large", Long.MIN_VALUE));

        assertThat(there(ToClient.class, part)).isEqualTo(part);
    }

    @Test
    void anythingButMessagesIsRefusedWithOneKindOfError() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Samples samples = new Samples(seed);
        for (int i = 0; i < 20_000; i++) {
            Class<?> messages = ALL.get(random.nextInt(ALL.size()));
            byte[] bytes = codec(messages).encode(samples.of(messages));
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] bad = Arrays.copyOf(bytes, bytes.length - random.nextInt(2));
            try {
                codec(messages).decode(bad);
            } catch (Codec.BadMessage e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith(messages.getSimpleName() + ": ");
            }
        }
    }

    @Test
    void brokenTextArrivesMendedAndHoldsUpNothing() {
        ToHead.Note note = new ToHead.Note("s1", "half of a pair: \ud800!");

        assertThat(there(ToHead.class, note)).isEqualTo(new ToHead.Note("s1", "half of a pair: \ufffd!"));
    }

    @Test
    void textIsNoMessage() {
        assertThatThrownBy(() -> new Codec<>(Piece.class).decode("GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Codec.BadMessage.class);
        assertThatThrownBy(() -> new Codec<>(Piece.class).decode(new byte[0])).isInstanceOf(Codec.BadMessage.class);
    }

    @Test
    void onlyRecordsOfTheInterfaceComeOutOfIt() {
        byte[] answer = new Codec<>(Command.class)
                .encode(new Command.Answer(
                        1, 1, 1, java.util.Optional.of(Verdict.STOP), java.util.OptionalInt.empty()));
        assertThatThrownBy(() -> new Codec<>(ToHead.class).decode(answer)).isInstanceOf(Codec.BadMessage.class);
        byte[] other = CBORMapper.shared().writeValueAsBytes(Map.of("java.io.File", "/etc/passwd"));
        assertThatThrownBy(() -> new Codec<>(ToHead.class).decode(other)).isInstanceOf(Codec.BadMessage.class);
    }

    @Test
    void partsThatAreMissingOrNullAreRefused() {
        for (Map<String, Object> parts :
                List.<Map<String, Object>>of(Map.of(), java.util.Collections.singletonMap("reason", null))) {
            byte[] bytes = CBORMapper.shared().writeValueAsBytes(Map.of("Leaving", parts));
            assertThatThrownBy(() -> new Codec<>(ToHead.class).decode(bytes))
                    .isInstanceOf(Codec.BadMessage.class)
                    .hasMessageContaining("reason");
        }
    }

    @Test
    void sizesAndDepthsAreBounded() {
        assertThatThrownBy(() -> new Codec<>(Piece.class).encode(new Piece.Bytes(new byte[Codec.LIMIT])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may have " + Codec.LIMIT + " bytes");
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 0x81);
        assertThatThrownBy(() -> new Codec<>(ToClient.class).decode(deep)).isInstanceOf(Codec.BadMessage.class);
        byte[] claimsFourGigabytes = {
            (byte) 0xa1, 0x65, 'B', 'y', 't', 'e', 's', (byte) 0xa1, 0x65, 'b', 'y', 't', 'e', 's', 0x5a, -1, -1, -1, -1
        };
        assertThatThrownBy(() -> new Codec<>(Piece.class).decode(claimsFourGigabytes))
                .isInstanceOf(Codec.BadMessage.class);
        byte[] largest = new byte[64 << 20];
        assertThat(((Piece.Bytes) there(Piece.class, new Piece.Bytes(largest))).bytes())
                .isEqualTo(largest);
    }

    private static Object there(Class<?> messages, Object message) {
        return codec(messages).decode(codec(messages).encode(message));
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(Class<?> messages) {
        return new Codec<>((Class<Object>) messages);
    }
}
