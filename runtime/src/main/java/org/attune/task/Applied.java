package org.attune.task;

/** A mapping with its argument, where that is too large to travel among others. */
public record Applied<A, T>(RemoteMapping<A, T> mapping, A argument) implements RemoteFunction<T> {
    @Override
    public T call() throws Exception {
        return mapping.apply(argument);
    }
}
