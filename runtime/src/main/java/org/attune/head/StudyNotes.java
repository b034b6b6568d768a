package org.attune.head;

import java.util.function.Consumer;

/** What there is to say of workers and a study, for people. Methods may be called by any thread; they must not block. */
public interface StudyNotes {

    /** @param line what the worker does for the study */
    void said(String worker, String line);

    /** @param why the study takes no places there */
    void passedOver(String worker, String why);

    /** @param why the study takes places there again */
    void usedAgain(String worker, String why);

    /** @param what the study waits for, of which nothing runs; empty: it goes on */
    void waits(String what);

    /**
     * Line by line, with the names of the workers.
     *
     * @param waits told beside the line what the study waits for, and with an empty text that it goes on
     */
    static StudyNotes lines(Consumer<String> lines, Consumer<String> waits) {
        return new StudyNotes() {
            @Override
            public void said(String worker, String line) {
                lines.accept(worker + ": " + line);
            }

            @Override
            public void passedOver(String worker, String why) {
                lines.accept(worker + " is passed over: " + why);
            }

            @Override
            public void usedAgain(String worker, String why) {
                lines.accept(worker + " is used again: " + why);
            }

            @Override
            public void waits(String what) {
                waits.accept(what);
                lines.accept(what.isEmpty() ? "waits no more, and goes on" : "waits for " + what);
            }
        };
    }
}
