package org.attune.head;

import java.util.function.Consumer;

/** What there is to say of workers and a study, for people. Methods may be called by any thread; they must not block. */
public interface StudyNotes {

    /** @param line what the worker does for the study */
    void said(String worker, String line);

    /** @param why the study takes no places there */
    void passedOver(String worker, String why);

    /** Line by line, with the names of the workers. */
    static StudyNotes lines(Consumer<String> lines) {
        return new StudyNotes() {
            @Override
            public void said(String worker, String line) {
                lines.accept(worker + ": " + line);
            }

            @Override
            public void passedOver(String worker, String why) {
                lines.accept(worker + " is passed over: " + why);
            }
        };
    }
}
