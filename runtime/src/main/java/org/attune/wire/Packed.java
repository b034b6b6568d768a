package org.attune.wire;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages with tasks and with results, which are nine in ten of all, and for which somebody waits: a byte for the kind, then the parts of the record one after the other, without their names. Java
 * needs a tenth of the time for it that CBOR takes.
 */
final class Packed {
    private static final byte SUBMIT = 1;
    private static final byte TASKS = 2;
    private static final byte TO_HEAD = 3;
    private static final byte TO_CLIENT = 4;

    private Packed() {}

    /** Whether it is packed: no other message, and no farewell, begins so. */
    static boolean is(byte[] message) {
        return message.length > 0 && message[0] >= SUBMIT && message[0] <= TO_CLIENT;
    }

    /** Null for all other messages. */
    static byte[] pack(Object message) {
        if (message instanceof FromClient.Submit submit) {
            return new Writer(SUBMIT)
                    .text(submit.session())
                    .shape(submit.shape())
                    .callee(submit.callee())
                    .bytes(submit.tasks())
                    .all();
        } else if (message instanceof ToWorker.Tasks tasks) {
            return new Writer(TASKS)
                    .text(tasks.session())
                    .number(tasks.pool())
                    .callee(tasks.callee())
                    .bytes(tasks.tasks())
                    .all();
        } else if (message instanceof ToHead.Results results) {
            return new Writer(TO_HEAD)
                    .text(results.session())
                    .number(results.number())
                    .bytes(results.results())
                    .all();
        } else if (message instanceof ToClient.Results results) {
            return new Writer(TO_CLIENT)
                    .text(results.session())
                    .text(results.worker())
                    .bytes(results.results())
                    .all();
        }
        return null;
    }

    /**
     * Messages one after the other.
     *
     * @throws IllegalArgumentException if the bytes are anything else
     */
    static List<Object> unpack(byte[] bytes) {
        Reader reader = new Reader(bytes);
        List<Object> messages = new ArrayList<>();
        try {
            do {
                messages.add(reader.message());
            } while (!reader.isAtEnd());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a message ends in the middle", e);
        }
        return messages;
    }

    private static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

        Writer(byte kind) {
            bytes.write(kind);
        }

        Writer number(long number) {
            bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            return this;
        }

        Writer bytes(byte[] some) {
            number(some.length);
            bytes.writeBytes(some);
            return this;
        }

        Writer text(String text) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        Writer callee(Callee callee) {
            number(callee.code().size());
            callee.code().forEach(this::text);
            return bytes(callee.function()).text(callee.stored());
        }

        Writer shape(TaskShape shape) {
            text(shape.language());
            number(shape.resources().size());
            shape.resources().forEach((name, amount) -> text(name).number(Double.doubleToRawLongBits(amount)));
            number(shape.labels().size());
            shape.labels().forEach((name, value) -> text(name).text(value));
            return number(shape.retries()).number(shape.millis()).number(shape.spread() ? 1 : 0);
        }

        byte[] all() {
            return bytes.toByteArray();
        }
    }

    private static final class Reader {
        private final ByteBuffer buffer;

        Reader(byte[] bytes) {
            buffer = ByteBuffer.wrap(bytes);
        }

        boolean isAtEnd() {
            return !buffer.hasRemaining();
        }

        Object message() {
            byte kind = buffer.get();
            return switch (kind) {
                case SUBMIT -> new FromClient.Submit(text(), shape(), callee(), bytes());
                case TASKS -> new ToWorker.Tasks(text(), whole(), callee(), bytes());
                case TO_HEAD -> new ToHead.Results(text(), buffer.getLong(), bytes());
                case TO_CLIENT -> new ToClient.Results(text(), text(), bytes());
                default -> throw new IllegalArgumentException("there is no kind of message " + kind);
            };
        }

        private int whole() {
            long number = buffer.getLong();
            if (number != (int) number) {
                throw new IllegalArgumentException("it is no number of this kind: " + number);
            }
            return (int) number;
        }

        private byte[] bytes() {
            byte[] some = new byte[size(buffer.getLong())];
            buffer.get(some);
            return some;
        }

        /** What is there bounds what is made for it, whatever a peer says. */
        private int size(long said) {
            if (said < 0 || said > buffer.remaining()) {
                throw new BufferUnderflowException();
            }
            return (int) said;
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private Callee callee() {
            List<String> code = new ArrayList<>();
            for (int left = size(buffer.getLong()); left > 0; left--) {
                code.add(text());
            }
            return new Callee(code, bytes(), text());
        }

        private TaskShape shape() {
            String language = text();
            Map<String, Double> resources = new LinkedHashMap<>();
            for (int left = size(buffer.getLong()); left > 0; left--) {
                resources.put(text(), Double.longBitsToDouble(buffer.getLong()));
            }
            Map<String, String> labels = new LinkedHashMap<>();
            for (int left = size(buffer.getLong()); left > 0; left--) {
                labels.put(text(), text());
            }
            return new TaskShape(language, resources, labels, whole(), buffer.getLong(), buffer.getLong() != 0);
        }
    }
}
