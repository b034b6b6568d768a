package org.attune.space.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A record as a group of parameters, whose names begin with that of the group. */
final class Group implements Part {

    /** A component: what it is in the space, how it holds that, and when. */
    record Member(Part part, Holder holder, List<When> conditions, Method accessor) {}

    private final String prefix;
    private final Class<?> type;
    private final List<Member> members = new ArrayList<>();

    /**
     * @param prefix of the parameters' names: {@code ""}, or the group's with a dot
     * @param outer the records around it
     * @throws IllegalArgumentException if a component cannot be a parameter
     */
    Group(Class<?> type, String prefix, List<Class<?>> outer) {
        this.type = type;
        this.prefix = prefix;
        List<Class<?>> path = new ArrayList<>(outer);
        path.add(type);
        for (RecordComponent component : type.getRecordComponents()) {
            members.add(member(component, path));
        }
    }

    String prefix() {
        return prefix;
    }

    List<Member> members() {
        return members;
    }

    @Override
    public Stream<Leaf> leaves() {
        return members.stream().flatMap(member -> member.part().leaves());
    }

    @Override
    public Object read(Map<String, Object> configuration) {
        Object[] arguments = new Object[members.size()];
        for (int i = 0; i < arguments.length; i++) {
            Member member = members.get(i);
            boolean absent = member.part() instanceof Group group
                    && !group.isIn(configuration)
                    && !member.conditions().isEmpty();
            Object value = absent ? null : member.part().read(configuration);
            if (value == null && member.holder().declared().isPrimitive()) {
                throw new IllegalArgumentException("the configuration has no '" + ((Leaf) member.part()).name()
                        + "', which " + type.getSimpleName() + " needs.");
            }
            arguments[i] = member.holder().wrap(value);
        }
        return instance(arguments);
    }

    @Override
    public void write(Object held, Map<String, Object> configuration) {
        for (Member member : members) {
            Object value = member.holder().unwrap(call(member.accessor(), held));
            if (value != null) {
                member.part().write(value, configuration);
            }
        }
    }

    private boolean isIn(Map<String, Object> configuration) {
        return leaves().anyMatch(leaf -> configuration.containsKey(leaf.name()));
    }

    private Member member(RecordComponent component, List<Class<?>> path) {
        String where = type.getSimpleName() + "." + component.getName();
        Name given = component.getAnnotation(Name.class);
        String name = prefix + (given == null ? component.getName() : given.value());
        Holder holder = Holder.of(component);
        List<When> conditions = List.of(component.getAnnotationsByType(When.class));
        if (!conditions.isEmpty() && !holder.canHoldNothing()) {
            throw new IllegalArgumentException(where + ": what has @When must be able to hold nothing, but "
                    + component.getType().getSimpleName() + " cannot. Maybe "
                    + holder.boxed() + " or an Optional is meant?");
        }
        if (path.contains(holder.type())) {
            throw new IllegalArgumentException(where + ": a record must not hold itself.");
        }
        Part part = holder.type().isRecord()
                ? new Group(holder.type(), name + ".", path)
                : Leaf.of(name, where, component, new Kind(holder.type()));
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Member(part, holder, conditions, accessor);
    }

    private Object instance(Object[] arguments) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no record that can be made.", e);
        }
    }

    private static Object call(Method accessor, Object held) {
        try {
            return accessor.invoke(held);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(accessor + " cannot be called.", e);
        }
    }

    /** What the record itself threw: a rule of its own. */
    private static RuntimeException thrown(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e.getCause());
    }
}
