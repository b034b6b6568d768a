package org.attune.worker;

import org.attune.tuner.Command;
import org.attune.tuner.InProcessRunner;

/** Trials in Java, in this process. They end by themselves when the head says so: nothing can make them. */
record JavaTrials(InProcessRunner runner) implements Trials {
    @Override
    public void start(Command.Start start, Place place) {
        runner.execute(start);
    }

    @Override
    public void execute(Command command) {
        runner.execute(command);
    }

    @Override
    public void endAll(String reason) {}

    @Override
    public void close() {
        runner.close();
    }
}
