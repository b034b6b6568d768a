package org.attune.task;

import org.attune.task.value.AllowList;
import org.attune.task.value.Values;

/**
 * A function that gets a worker ready for others: what reading functions takes is loaded.
 *
 * @param millis that it takes
 */
public record Ready(long millis) implements RemoteFunction<Boolean> {
    @Override
    public Boolean call() throws Exception {
        Thread.sleep(millis);
        int captured = 1;
        RemoteFunction<Integer> function = () -> captured;
        AllowList itself = new AllowList(type -> type.getNestHost() == Ready.class);
        return Values.read(Values.write(function, type -> {}), Ready.class.getClassLoader(), itself) != null;
    }
}
