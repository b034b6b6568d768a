package org.attune.journal;

import java.nio.file.Path;
import java.util.List;

/** A head as a process of its own: appends reports without end and prints the number of each that was acknowledged. */
final class JournalChild {
    private JournalChild() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Journal journal = Journal.open(folder, false, entry -> {});
        journal.onFailure(failure -> say(failure.getClass().getSimpleName()));
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            int each = number;
            journal.append(Samples.TIME, List.of(Samples.report(each)), () -> say(Integer.toString(each)));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
