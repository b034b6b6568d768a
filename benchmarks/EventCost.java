import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Trial;

/**
 * Whether a study that has run for long thinks slower: what the planner costs for each trial, early and late in a study.
 *
 * <pre>java -Xmx2g -cp cli/target/attune benchmarks/EventCost.java [TRIALS]</pre>
 *
 * One planner is driven through TRIALS trials (100,000), 8 at a time, with 3 reports each (HyperBand decides how many), in memory. Printed are microseconds per event, the median of
 * ten slices of 100 trials, after each power of ten of trials. The limit is the planner's own speed at 1,000 trials: the ratio would be 1 if
 * nothing depended on the number of trials. Java is warmed up by another planner. BOHB fits its model to all results, so that it grows; it is driven through a tenth as many.
 */
public class EventCost {
    private static final int WORKERS = 8;
    private static final int SLICE = 100;

    public static void main(String[] arguments) {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        System.out.printf("%-20s%10s%16s%10s%12s%n", "study", "trials", "us an event", "slowest", "to 1,000");
        measure("random", false, false, trials);
        measure("random+hyperband", false, true, trials);
        measure("bohb+hyperband", true, true, trials / 10);
    }

    private static StudySpec spec(boolean bohb, boolean hyperBand, int trials) {
        var study = StudySpec.builder("events")
                .minimize("loss")
                .trials(trials)
                .space(SearchSpace.builder()
                        .logUniform("lr", 1e-4, 1e-2)
                        .uniform("momentum", 0, 1)
                        .categorical("batch", 16, 32, 64)
                        .build());
        study = bohb ? study.bohb() : study.random();
        return (hyperBand ? study.hyperBand(27, 3) : study.stopAtStep(3)).build();
    }

    private static void measure(String name, boolean bohb, boolean hyperBand, int trials) {
        long[] events = {0};
        drive(new Planner(spec(bohb, hyperBand, trials)), Math.min(trials, bohb ? 3_000 : 50_000), events);
        Planner planner = new Planner(spec(bohb, hyperBand, trials));
        double[] slices = new double[10];
        double reference = Double.NaN;
        for (int mark = 1_000; mark <= trials; mark *= 10) {
            drive(planner, mark - SLICE * slices.length, events);
            for (int i = 0; i < slices.length; i++) {
                events[0] = 0;
                long start = System.nanoTime();
                drive(planner, mark - SLICE * (slices.length - 1 - i), events);
                slices[i] = (System.nanoTime() - start) / 1e3 / events[0];
            }
            double[] sorted = slices.clone();
            Arrays.sort(sorted);
            double median = sorted[slices.length / 2];
            reference = mark == 1_000 ? median : reference;
            System.out.printf(
                    "%-20s%10d%16.2f%10.2f%12.2f%n", name, mark, median, sorted[slices.length - 1], median / reference);
        }
    }

    /** Goes on until so many trials have been created. */
    private static void drive(Planner planner, int trials, long[] events) {
        while (planner.study().trials().size() < trials) {
            while (planner.study().running().size() < WORKERS && planner.next("worker") instanceof Next.Begin begin) {
                begin.created().ifPresent(created -> accept(planner, created, events));
                accept(planner, begin.started(), events);
            }
            for (int id : List.copyOf(planner.study().running())) {
                step(planner, planner.study().trial(id), events);
            }
        }
    }

    private static void step(Planner planner, Trial trial, long[] events) {
        int attempt = trial.attempts().size();
        double loss = trial.configuration().number("momentum") + 1.0 / (trial.step() + 1);
        accept(
                planner,
                new Event.Reported(
                        trial.id(),
                        attempt,
                        trial.lastReport() + 1,
                        trial.step() + 1,
                        Map.of("loss", loss),
                        Optional.of("checkpoint")),
                events);
        if (trial.verdict().isPresent()) {
            Cause cause = trial.verdict().get().cause();
            accept(planner, new Event.AttemptEnded(trial.id(), attempt, cause, "", OptionalInt.empty()), events);
        }
    }

    private static void accept(Planner planner, Event event, long[] events) {
        events[0] += 1 + planner.accept(event, Instant.EPOCH).size();
    }
}
