package org.attune.task.value;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Values as bytes: a byte for the kind, then the most frequent kinds as they are and all others as Java serialises them. */
public final class Values {
    private static final byte NULL = 0;
    private static final byte TRUE = 1;
    private static final byte FALSE = 2;
    private static final byte INTEGER = 3;
    private static final byte LONG = 4;
    private static final byte DOUBLE = 5;
    private static final byte STRING = 6;
    private static final byte BYTES = 7;
    private static final byte OBJECT = 9;

    private Values() {}

    /**
     * Writes.
     *
     * @param classes is told the classes that the reader must have
     * @throws java.io.NotSerializableException names the class that is not serialisable
     */
    public static byte[] write(Object value, Consumer<Class<?>> classes) throws IOException {
        if (value == null) {
            return new byte[] {NULL};
        } else if (value instanceof Boolean yes) {
            return new byte[] {yes ? TRUE : FALSE};
        } else if (value instanceof Integer number) {
            return ByteBuffer.allocate(5).put(INTEGER).putInt(number).array();
        } else if (value instanceof Long number) {
            return ByteBuffer.allocate(9).put(LONG).putLong(number).array();
        } else if (value instanceof Double number) {
            return ByteBuffer.allocate(9).put(DOUBLE).putDouble(number).array();
        } else if (value instanceof String text) {
            return tagged(STRING, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            return tagged(BYTES, bytes);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.write(OBJECT);
        try (ObjectOutputStream out = new Noting(bytes, classes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads.
     *
     * @param loader of classes that are not the JDK's
     * @throws RefusedValueException if there is a class in it that is not allowed
     * @throws IOException if the bytes are not a value
     */
    public static Object read(byte[] bytes, ClassLoader loader, AllowList allowed)
            throws IOException, ClassNotFoundException {
        if (bytes.length == 0) {
            throw new IOException("no value has no bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        return switch (bytes[0]) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case INTEGER -> buffer.getInt();
            case LONG -> buffer.getLong();
            case DOUBLE -> buffer.getDouble();
            case STRING -> new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
            case BYTES -> Arrays.copyOfRange(bytes, 1, bytes.length);
            case OBJECT -> object(new ByteArrayInputStream(bytes, 1, bytes.length - 1), loader, allowed);
            default -> throw new IOException("there is no kind of value " + bytes[0]);
        };
    }

    /** Whether it is one of the most frequent kinds, for which no class is looked for and nothing called. */
    public static boolean isSimple(byte[] bytes) {
        return bytes.length > 0 && bytes[0] != OBJECT;
    }

    private static byte[] tagged(byte kind, byte[] bytes) {
        byte[] all = new byte[bytes.length + 1];
        all[0] = kind;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }

    private static Object object(InputStream bytes, ClassLoader loader, AllowList allowed)
            throws IOException, ClassNotFoundException {
        AllowList.Filter filter = allowed.new Filter();
        try (ObjectInputStream in = new Loading(bytes, loader)) {
            in.setObjectInputFilter(filter);
            return in.readObject();
        } catch (InvalidClassException e) {
            throw filter.refused() == null ? e : new RefusedValueException(filter.refused(), e);
        }
    }

    private static final class Noting extends ObjectOutputStream {
        private final Consumer<Class<?>> classes;

        Noting(OutputStream out, Consumer<Class<?>> classes) throws IOException {
            super(out);
            this.classes = classes;
        }

        @Override
        protected void annotateClass(Class<?> type) {
            classes.accept(type);
        }
    }

    private static final class Loading extends ObjectInputStream {
        private final ClassLoader loader;

        Loading(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            String name = description.getName();
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
            throw new InvalidClassException("proxies may not be read");
        }
    }
}
