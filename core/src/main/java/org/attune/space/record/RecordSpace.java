package org.attune.space.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;

/**
 * A search space whose parameters are the components of a record, and whose configurations are read as instances of it. Immutable; safe for use by many threads.
 *
 * <pre>
 * enum Optimizer { ADAM, SGD }
 *
 * record Config(
 *         &#64;Range(low = 1e-5, high = 0.1, log = true) double lr,
 *         &#64;Range(low = 1, high = 8) int layers,
 *         Optimizer optimizer,
 *         &#64;Range(low = 0, high = 0.99) &#64;When(parameter = "optimizer", equals = "SGD") Double momentum) {}
 *
 * RecordSpace&lt;Config&gt; space = RecordSpace.of(Config.class);
 * Config config = space.read(configuration);
 * </pre>
 *
 * <p>A component is a {@code double}, {@code int}, {@code long}, {@code boolean} or {@code String}; an enum, whose constants
 * are the choices, by their names; or a record, whose parameters form a group ({@code adam.beta}). Where it can be inactive it
 * is a box ({@code Double}) or an {@code Optional} of one of these, which is null or empty then.
 *
 * @param <R> the record
 */
public final class RecordSpace<R extends Record> {
    private static final ClassValue<RecordSpace<?>> KNOWN = new ClassValue<>() {
        @Override
        protected RecordSpace<?> computeValue(Class<?> type) {
            return new RecordSpace<>(type, builder -> {});
        }
    };

    private final Group group;
    private final SearchSpace space;

    private RecordSpace(Class<?> type, Consumer<SpaceBuilder> more) {
        this.group = new Group(type, "", List.of());
        Map<String, Leaf> leaves = new LinkedHashMap<>();
        group.leaves().forEach(leaf -> leaves.put(leaf.name(), leaf));
        SpaceBuilder builder = SearchSpace.builder();
        group.leaves().forEach(leaf -> add(leaf, builder));
        conditions(group, new Condition(leaves), builder);
        more.accept(builder);
        this.space = named(type.getSimpleName(), builder::build);
    }

    /**
     * The space of a record.
     *
     * @throws IllegalArgumentException if a component cannot be a parameter, naming it and the rule
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> RecordSpace<R> of(Class<R> type) {
        return (RecordSpace<R>) KNOWN.get(type);
    }

    /**
     * As {@link #of(Class)}, with what annotations cannot say.
     *
     * @param more adds to the builder what is forbidden, or conditions of which one must hold
     */
    public static <R extends Record> RecordSpace<R> of(Class<R> type, Consumer<SpaceBuilder> more) {
        return new RecordSpace<>(type, more);
    }

    public SearchSpace space() {
        return space;
    }

    /**
     * A configuration as an instance; values that the record has no component for are passed over.
     *
     * @throws IllegalArgumentException if a value is missing or of another type, or the record's constructor refuses it
     */
    @SuppressWarnings("unchecked")
    public R read(Configuration configuration) {
        return (R) group.read(configuration.values());
    }

    /** The values of an instance as those of a configuration, for {@code StudySpecBuilder.initial}. */
    public Map<String, Object> values(R instance) {
        Map<String, Object> values = new LinkedHashMap<>();
        group.write(instance, values);
        return values;
    }

    private static void add(Leaf leaf, SpaceBuilder builder) {
        named(leaf.where(), () -> builder.add(leaf.parameter()));
        Before before = leaf.component().getAnnotation(Before.class);
        if (before != null) {
            builder.before(leaf.name(), leaf.parse("@Before", before.value()));
        }
    }

    private static void conditions(Group group, Condition conditions, SpaceBuilder builder) {
        for (Group.Member member : group.members()) {
            for (When when : member.conditions()) {
                member.part().leaves().forEach(leaf -> {
                    Clause clause = conditions.clause(when, group.prefix(), leaf.where());
                    builder.when(leaf.name(), clause);
                });
            }
            if (member.part() instanceof Group inner) {
                conditions(inner, conditions, builder);
            }
        }
    }

    /** What goes wrong in there is told with the component or record that it is about. */
    private static <T> T named(String where, java.util.function.Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(where) ? e : new IllegalArgumentException(where + ": " + message, e);
        }
    }
}
