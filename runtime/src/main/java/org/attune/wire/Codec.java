package org.attune.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.cbor.CBORWriteFeature;

/**
 * The messages of one sealed interface as bytes: CBOR (RFC 8949), {@code {"Hello": {"worker": "n1", ...}}}, or those that are most frequent {@link Packed}. Only the records that the interface permits can come out of it,
 * whatever the bytes. Numbers of untyped values are as {@link org.attune.text.Json} has them. Thread-safe.
 */
public final class Codec<M> {
    /** Bytes that a message may have: results of tasks may have 64 MB. */
    public static final int LIMIT = (64 << 20) + (1 << 20);

    private static final CBORMapper MAPPER = mapper();

    private final Class<M> kind;
    private final String name;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    public Codec(Class<M> messages) {
        kind = messages;
        name = messages.getSimpleName();
        writer = MAPPER.writerFor(messages);
        reader = MAPPER.readerFor(messages);
    }

    /** @throws IllegalArgumentException if the message has more than {@link #LIMIT} bytes */
    public byte[] encode(M message) {
        byte[] packed = Packed.pack(message);
        byte[] bytes = packed == null ? writer.writeValueAsBytes(message) : packed;
        if (bytes.length > LIMIT) {
            throw new IllegalArgumentException(
                    "a message (" + message.getClass().getSimpleName() + ") may have " + LIMIT + " bytes, but has "
                            + bytes.length + ".");
        }
        return bytes;
    }

    /** @throws BadMessage if the bytes are not one message */
    public M decode(byte[] bytes) {
        List<M> messages = decodeAll(bytes);
        if (messages.size() != 1) {
            throw new BadMessage(name + ": one message was expected, but got " + messages.size() + ".", null);
        }
        return messages.get(0);
    }

    /**
     * Messages one after the other, all of them {@link Packed} or none.
     *
     * @throws BadMessage if the bytes are anything else
     */
    List<M> decodeAll(byte[] bytes) {
        if (Packed.is(bytes)) {
            return unpack(bytes);
        }
        List<M> messages = new ArrayList<>();
        try (MappingIterator<M> values = reader.readValues(bytes)) {
            while (values.hasNextValue()) {
                messages.add(values.nextValue());
            }
        } catch (JacksonException e) {
            throw new BadMessage(name + ": " + e.getOriginalMessage(), e);
        }
        return messages;
    }

    private List<M> unpack(byte[] bytes) {
        try {
            List<M> messages = new ArrayList<>();
            Packed.unpack(bytes).forEach(message -> messages.add(kind.cast(message)));
            return messages;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new BadMessage(name + ": " + e.getMessage(), e);
        }
    }

    /** Bytes from a peer that are no message: another version of Attune, or a fault. */
    public static final class BadMessage extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadMessage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static CBORMapper mapper() {
        CBORMapper.Builder builder = CBORMapper.builder()
                // What a trial says may be broken text: it is to arrive, mended, and must not hold up all else.
                .enable(CBORWriteFeature.LENIENT_UTF_ENCODING)
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .withConfigOverride(Optional.class, override -> override.setNullHandling(setter(Nulls.SET)))
                .withConfigOverride(OptionalInt.class, override -> override.setNullHandling(setter(Nulls.SET)))
                .changeDefaultNullHandling(defaults -> defaults.withValueNulls(Nulls.FAIL));
        for (Class<?> messages : List.of(
                ToHead.class,
                ToWorker.class,
                FromClient.class,
                ToClient.class,
                Piece.class,
                Question.class,
                Command.class,
                Signal.class)) {
            builder.addMixIn(messages, Tagged.class);
        }
        return builder.build();
    }

    private static JsonSetter.Value setter(Nulls nulls) {
        return JsonSetter.Value.forValueNulls(nulls);
    }

    /** Names of the permitted records tell them apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    private interface Tagged {}
}
