import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Placement;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;
import org.attune.tuner.Places;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.attune.tuner.TunerListener;

/**
 * Whether a study that has run for long thinks slower: what the planner, and the whole tuner, cost for each event, early and late in a study.
 *
 * <pre>java -Xmx2g -cp cli/target/attune benchmarks/EventCost.java [TRIALS]</pre>
 *
 * One planner is driven through TRIALS trials (100,000), 8 at a time, with 3 reports each (HyperBand decides how many), in memory. Then a tuner is, with the
 * real journal, in memory too (/dev/shm, where a sync costs nothing; elsewhere the disk is measured with it), by a runner whose trials answer at once. Printed are
 * microseconds per event by the clock, the median of ten slices of 100 trials, after each power of ten of trials. The limit is each one's own speed at 1,000 trials: the ratio would be 1 if
 * nothing depended on the number of trials. Java is warmed up by another planner or tuner. BOHB fits its model to all results, so that it grows; it is driven through a tenth as many.
 */
public class EventCost {
    private static final int WORKERS = 8;
    private static final int SLICE = 100;

    public static void main(String[] arguments) throws IOException {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        System.out.printf("%-20s%10s%16s%10s%12s%n", "study", "trials", "us an event", "slowest", "to 1,000");
        measure("random", false, false, trials);
        measure("random+hyperband", false, true, trials);
        measure("bohb+hyperband", true, true, trials / 10);
        measureTuner("tuner, random", false, trials);
        measureTuner("tuner, hyperband", true, trials);
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
            reference = print(name, mark, slices, reference);
        }
    }

    private static double print(String name, int mark, double[] slices, double reference) {
        double[] sorted = slices.clone();
        Arrays.sort(sorted);
        double median = sorted[slices.length / 2];
        double limit = mark == 1_000 ? median : reference;
        System.out.printf(
                "%-20s%10d%16.2f%10.2f%12.2f%n", name, mark, median, sorted[slices.length - 1], median / limit);
        return limit;
    }

    private static void measureTuner(String name, boolean hyperBand, int trials) throws IOException {
        run(spec(false, hyperBand, Math.min(trials, 20_000)));
        Slices slices = run(spec(false, hyperBand, trials));
        double reference = Double.NaN;
        for (var mark : slices.taken.entrySet()) {
            reference = print(name, mark.getKey(), mark.getValue(), reference);
        }
    }

    private static Slices run(StudySpec spec) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "event-cost")
                : Files.createTempDirectory("event-cost");
        Slices slices = new Slices();
        OpenedStudy study = OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC());
        study.tuner(new Immediate(), slices).run();
        for (String file : folder.toFile().list()) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
        return slices;
    }

    /** Takes the time of the ten slices before each power of ten of trials. */
    private static final class Slices implements TunerListener {
        final Map<Integer, double[]> taken = new TreeMap<>();
        private int created;
        private long events;
        private long start = System.nanoTime();

        @Override
        public void changed(Study study, List<Event> changes) {
            events += changes.size();
            int now = study.trials().size();
            if (now == created) {
                return;
            }
            created = now;
            if (now % SLICE == 0) {
                int mark = 1_000;
                while (mark < now) {
                    mark *= 10;
                }
                int slice = 9 - (mark - now) / SLICE;
                if (slice >= 0) {
                    taken.computeIfAbsent(mark, any -> new double[10])[slice] = (System.nanoTime() - start) / 1e3 / events;
                }
                events = 0;
                start = System.nanoTime();
            }
        }
    }

    /** Its trials do all that they do as soon as they are told to go on. */
    private static final class Immediate implements TrialRunner {
        private final Places places = new Places("local", WORKERS);
        private static final Placement PLACE = new Placement("thread", 1, "", "", 1);
        private final Map<Integer, Integer> from = new HashMap<>();
        private Consumer<Signal> signals;

        @Override
        public void open(Consumer<Signal> taker) {
            signals = taker;
        }

        @Override
        public Capacity capacity() {
            return new Capacity(WORKERS, "a benchmark");
        }

        @Override
        public Optional<String> reserve() {
            return places.reserve();
        }

        @Override
        public void release(String worker) {
            places.release();
        }

        @Override
        public void execute(Command command) {
            if (command instanceof Command.Start start) {
                signals.accept(new Signal.Placed(start.trial(), start.attempt(), PLACE));
                from.put(start.trial(), start.from());
                report(start.trial(), start.attempt(), 1);
            } else if (command instanceof Command.Answer answer && answer.verdict().isEmpty()) {
                report(answer.trial(), answer.attempt(), answer.report() + 1);
            } else if (command instanceof Command.Answer answer) {
                signals.accept(new Signal.AttemptOver(
                        answer.trial(), answer.attempt(), Cause.FINISHED, "", OptionalInt.of(0)));
            }
        }

        private void report(int trial, int attempt, long number) {
            int step = from.get(trial) + (int) number;
            double loss = (trial * 0.618) % 1 + 1.0 / (step + 1);
            signals.accept(new Signal.Reported(
                    trial,
                    attempt,
                    number,
                    step,
                    Map.of("loss", loss),
                    Optional.of("checkpoints/" + trial + "/" + step)));
        }

        @Override
        public void close() {}
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
