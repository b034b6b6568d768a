import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.attune.sampler.Randomness;
import org.attune.simulate.ShortAllocations;
import org.attune.simulate.SimulatedObjective;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;

/**
 * Which part of the time of short allocations comes to nothing at their ends, in virtual time: work that is not kept when the limit comes, and slots that stay empty as nothing fits any more.
 *
 * <pre>java -cp cli/target/attune benchmarks/AllocationEnds.java [STUDIES [SEED]]</pre>
 *
 * STUDIES (50) studies, drawn from SEED (1): BOHB with HyperBand up to 27 steps, 300 trials, on 4 to 16 slots, in allocations of 20, 30 or 60 minutes. A step takes 5 to 60 seconds in the middle, more the wider the network and the smaller the batch (up to
 * some ten times from one configuration to another), and up to a tenth more or less from step to step; a program loads for 5 to 20 seconds. Trials save every step, every third or every ninth, and where they are decided on; steps are short enough for that to be possible within an allocation. The same
 * studies run with the time that is left known; without; and without, each trial to its end (FIFO). What of an allocation is not used when the last trial has paused is given back, and not counted.
 */
public class AllocationEnds {
    private record Case(StudySpec spec, StudySpec fifo, SimulatedObjective objective, double length, int slots, double load, int saves) {
        ShortAllocations.Result run(boolean isFifo, boolean knows) {
            return ShortAllocations.run(
                    isFifo ? fifo : spec, objective, new ShortAllocations.Setting(slots, length, load, saves, knows));
        }
    }

    public static void main(String[] words) {
        int studies = words.length > 0 ? Integer.parseInt(words[0]) : 50;
        long seed = words.length > 1 ? Long.parseLong(words[1]) : 1;
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < studies; i++) {
            cases.add(draw(seed, i));
        }
        System.out.printf("seed %d, %d studies; part of the time wasted at the ends of allocations%n", seed, studies);
        System.out.printf("%-36s%10s%10s%10s%10s%10s%10s%8s%n", "", "mean", "10th", "median", "90th", "most", "lost", "jobs");
        print("the time left is known", cases, false, true);
        print("it is not", cases, false, false);
        print("FIFO, it is not", cases, true, false);
        for (int saves : new int[] {1, 3, 9}) {
            List<Case> some = cases.stream().filter(one -> one.saves() == saves).toList();
            String how = saves == 1 ? "saves each step" : saves == 3 ? "saves every 3rd" : "saves every 9th";
            print(how + ", known", some, false, true);
            print(how + ", not known", some, false, false);
        }
    }

    private static void print(String what, List<Case> cases, boolean isFifo, boolean knows) {
        List<ShortAllocations.Result> results = cases.parallelStream().map(one -> one.run(isFifo, knows)).toList();
        double[] parts = results.stream().mapToDouble(one -> 100 * one.wasted()).sorted().toArray();
        double lost = results.stream().mapToDouble(one -> 100 * one.lost() / one.used()).average().orElseThrow();
        double allocations = results.stream().mapToInt(ShortAllocations.Result::allocations).average().orElseThrow();
        System.out.printf("%-36s%9.2f%%%9.2f%%%9.2f%%%9.2f%%%9.2f%%%9.2f%%%8.1f%n", what + " (" + parts.length + ")",
                Arrays.stream(parts).average().orElseThrow(), at(parts, 0.1), at(parts, 0.5), at(parts, 0.9), parts[parts.length - 1], lost, allocations);
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }

    private static Case draw(long seed, int number) {
        RandomGenerator random = Randomness.of(seed, number, "study");
        double step = 5 * Math.pow(12, random.nextDouble());
        double wide = random.nextDouble();
        double small = random.nextDouble();
        double[] lengths = {1200, 1800, 3600};
        int[] saves = {1, 3, 9};
        int slots = 4 + random.nextInt(13);
        double length = lengths[random.nextInt(3)];
        double middle = Math.min(step, length / (11 * saves[number % 3]));
        return new Case(
                spec(number, new SchedulerSpec.HyperBand(27, 3, 1)),
                spec(number, new SchedulerSpec.Fifo()),
                (configuration, at) -> step(configuration, at, middle, wide, small, number),
                length,
                slots,
                5 + 15 * random.nextDouble(),
                saves[number % 3]);
    }

    private static StudySpec spec(int number, SchedulerSpec scheduler) {
        return StudySpec.builder("study" + number)
                .minimize("loss")
                .space(SearchSpace.builder()
                        .logUniform("lr", 1e-4, 1e-1)
                        .integer("width", 32, 512)
                        .ordinal("batch", 32, 64, 128, 256)
                        .build())
                .sampler(SamplerSpec.Bohb.standard())
                .scheduler(scheduler)
                .trials(300)
                .seed(number)
                .build();
    }

    private static SimulatedObjective.Step step(
            Configuration configuration, int at, double seconds, double wide, double small, int number) {
        double width = configuration.number("width") / 200;
        double batch = configuration.number("batch") / 128;
        double noise = 0.9 + 0.2 * Randomness.of(number, at, configuration.toString()).nextDouble();
        double cost = seconds * Math.pow(width, wide) * Math.pow(batch, -small) * noise;
        double lr = Math.log10(configuration.number("lr")) + 2.5;
        double loss = lr * lr + 1 / width + 1.0 / at;
        return new SimulatedObjective.Step(Map.of("loss", loss), cost, at == 27, false);
    }
}
