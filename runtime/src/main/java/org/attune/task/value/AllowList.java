package org.attune.task.value;

import java.io.ObjectInputFilter;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which classes may be read from bytes of a peer: values of the JDK, and others that the caller names. All else is refused before an object of it is made. Thread-safe if the
 * predicate is.
 */
public final class AllowList {
    private static final long MOST_BYTES = 80L << 20;
    private static final long MOST_REFERENCES = 20_000_000;
    private static final int MOST_DEPTH = 1000;

    private static final Set<String> VALUES = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.lang.Number",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.Enum",
            "java.lang.Class",
            "java.lang.StackTraceElement",
            "java.lang.invoke.SerializedLambda",
            "java.io.File",
            "java.net.URI",
            "java.net.InetAddress",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.util.Map$Entry",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentHashMap$Segment",
            "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.ConcurrentSkipListMap",
            "java.util.concurrent.CopyOnWriteArrayList",
            "java.util.concurrent.TimeUnit",
            "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantLock$Sync",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer");

    private static final Pattern FAMILIES = Pattern.compile(
            "java\\.math\\.\\w+|java\\.time\\.(\\w+\\.)*\\w+|java\\.util\\.concurrent\\.atomic\\.\\w+"
                    + "|java\\.util\\.(AbstractCollection|AbstractList|AbstractMap|AbstractMap\\$Simple\\w*|AbstractSet|AbstractQueue|AbstractSequentialList|ArrayDeque|ArrayList"
                    + "|Arrays\\$ArrayList|BitSet|CollSer|Collections\\$\\w+|Currency|Date|EnumMap|EnumSet\\$SerializationProxy|HashMap|HashSet|IdentityHashMap|ImmutableCollections\\$\\w+"
                    + "|KeyValueHolder|LinkedHashMap|LinkedHashSet|LinkedList|Locale|PriorityQueue|Random|RegularEnumSet|SimpleTimeZone|SplittableRandom|TimeZone|TreeMap|TreeSet|UUID|Vector|DoubleSummaryStatistics)");

    private static final Pattern ERRORS = Pattern.compile(
            "java\\.(lang|io|nio(\\.\\w+)*|util|util\\.concurrent|util\\.regex|util\\.zip|time|time\\.\\w+|net|text|security|sql|lang\\.reflect|lang\\.invoke)\\.\\w+(Exception|Error|Throwable)|java\\.lang\\.(Throwable|Exception|Error)");

    private final Predicate<Class<?>> own;

    /** @param own which others may be read, such as those of a session's own jars */
    public AllowList(Predicate<Class<?>> own) {
        this.own = own;
    }

    public boolean allows(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || isOfTheJdk(element) || own.test(element);
    }

    private static boolean isOfTheJdk(Class<?> type) {
        if (type.getClassLoader() != null && type.getClassLoader() != ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        String name = type.getName();
        return VALUES.contains(name)
                || FAMILIES.matcher(name).matches()
                || Throwable.class.isAssignableFrom(type)
                        && ERRORS.matcher(name).matches();
    }

    /** For one stream. */
    final class Filter implements ObjectInputFilter {
        private String refused;

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.streamBytes() > MOST_BYTES
                    || info.arrayLength() > MOST_BYTES
                    || info.references() > MOST_REFERENCES
                    || info.depth() > MOST_DEPTH) {
                refused = "it is too large or nested too deeply";
                return Status.REJECTED;
            }
            Class<?> type = info.serialClass();
            if (type == null || allows(type)) {
                return Status.ALLOWED;
            }
            refused = "class " + type.getName() + " is not among those that may be read";
            return Status.REJECTED;
        }

        /** Why something was refused, or null. */
        String refused() {
            return refused;
        }
    }
}
