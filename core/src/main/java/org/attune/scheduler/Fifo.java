package org.attune.scheduler;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.attune.sampler.Observation;

/** Every trial runs to its own end. */
public final class Fifo implements Scheduler {
    private int limit = Integer.MAX_VALUE;
    private int created;
    private int over;

    @Override
    public NextStep next(IntPredicate paused, Predicate<NextStep.Start> fits) {
        if (created < limit) {
            NextStep.Start start = new NextStep.Start(0, OptionalInt.empty());
            return fits.test(start) ? start : new NextStep.Wait();
        }
        return over < created ? new NextStep.Wait() : new NextStep.Done();
    }

    @Override
    public OptionalInt until(int trial) {
        return OptionalInt.empty();
    }

    @Override
    public List<Decision> limit(int trials) {
        limit = trials;
        return List.of();
    }

    @Override
    public void created(int trial, int bracket) {
        created++;
    }

    @Override
    public void resumed(int trial) {
        throw new IllegalStateException("trial " + trial + " was resumed, but nothing paused it.");
    }

    @Override
    public List<Decision> reported(int trial, int step, double loss) {
        return List.of();
    }

    @Override
    public List<Decision> finished(int trial, double loss) {
        over++;
        return List.of(new Decision.Observe(trial, Observation.FULL, loss));
    }

    @Override
    public List<Decision> failed(int trial) {
        return finished(trial, Double.POSITIVE_INFINITY);
    }

    @Override
    public List<Decision> cancelled(int trial) {
        over++;
        return List.of();
    }
}
