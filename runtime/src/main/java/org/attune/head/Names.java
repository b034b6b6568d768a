package org.attune.head;

import java.util.function.Predicate;

/** Names of workers: those that they ask for, as far as nobody has them. */
final class Names {
    private static final int LONGEST = 60;

    private Names() {}

    /** @param isTaken whether another has a name */
    static String choose(String wish, Predicate<String> isTaken) {
        String plain = wish.replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = plain.isEmpty() ? "worker" : plain.substring(0, Math.min(LONGEST, plain.length()));
        String free = name;
        for (int number = 2; isTaken.test(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }
}
