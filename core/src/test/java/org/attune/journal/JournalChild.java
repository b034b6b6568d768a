package org.attune.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A head as a process of its own: appends reports without end and prints the number of each that was acknowledged. */
final class JournalChild {
    private JournalChild() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Journal journal = Journal.open(folder, false, entry -> {});
        CountDownLatch said = new CountDownLatch(1);
        journal.onFailure(failure -> {
            say(failure.getClass().getSimpleName());
            said.countDown();
        });
        try {
            for (int number = Integer.parseInt(arguments[1]); ; number++) {
                int each = number;
                journal.append(Samples.TIME, List.of(Samples.report(each)), () -> say(Integer.toString(each)));
            }
        } finally {
            // Whoever appends may hear of the failure before it is told.
            said.await();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
