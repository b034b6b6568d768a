package org.attune.worker;

import org.attune.tuner.Command;

/** What runs the attempts of one study on this machine; it signals as a {@link org.attune.tuner.TrialRunner} does. */
interface Trials extends AutoCloseable {

    /** {@code place}: as the head chose it. */
    void start(Command.Start start, Place place);

    /** All but {@link Command.Start} and {@link Command.Expect}. */
    void execute(Command command);

    /** Ends all that runs, with grace, because this machine fails them. */
    void endAll(String reason);

    /** As {@link org.attune.tuner.TrialRunner#close}. */
    @Override
    void close();
}
