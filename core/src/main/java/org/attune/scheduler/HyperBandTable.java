package org.attune.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.attune.spec.SchedulerSpec;

/**
 * The brackets of HyperBand and their rungs.
 *
 * <p>With R = maxStep and s_max = floor(log_eta(R / minStep)), bracket s = s_max, ..., 0 begins with n = ceil((s_max + 1) / (s + 1) * eta^s) trials; its
 * rung i holds floor(n / eta^i) of them at step R / eta^(s - i). (Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar: Hyperband, JMLR 18, 2018, algorithm 1.)
 * Steps are whole numbers, so they are rounded, in the same way in all brackets: results of different brackets meet at the same steps.
 *
 * @param brackets in the order in which they are run
 */
public record HyperBandTable(List<Bracket> brackets, int eta) {

    /** @param rungs in rising order of step */
    public record Bracket(List<Rung> rungs) {
        public Bracket {
            rungs = List.copyOf(rungs);
        }

        /** Trials that begin in it. */
        public int trials() {
            return rungs.get(0).trials();
        }

        /** Steps that all its trials take together. */
        public long steps() {
            long steps = 0;
            int before = 0;
            for (Rung rung : rungs) {
                steps += (long) rung.trials() * (rung.step() - before);
                before = rung.step();
            }
            return steps;
        }
    }

    /** {@code trials} of the bracket are trained to {@code step}. */
    public record Rung(int trials, int step) {}

    public HyperBandTable {
        brackets = List.copyOf(brackets);
    }

    public static HyperBandTable of(SchedulerSpec.HyperBand spec) {
        List<Integer> steps = steps(spec);
        List<Bracket> brackets = new ArrayList<>();
        for (int first = 0; first < steps.size(); first++) {
            int s = steps.size() - 1 - first;
            long trials = -Math.floorDiv(-steps.size() * power(spec.eta(), s), s + 1L);
            brackets.add(bracket(steps.subList(first, steps.size()), trials, spec.eta()));
        }
        return new HyperBandTable(brackets, spec.eta());
    }

    /** The bracket as it is when only so many trials are left to begin in it: at least one gets to the end. */
    public Bracket sized(int bracket, int trials) {
        Bracket full = brackets.get(bracket % brackets.size());
        if (trials >= full.trials()) {
            return full;
        }
        return bracket(full.rungs().stream().map(Rung::step).toList(), trials, eta);
    }

    /** The brackets of a study of so many trials, in order. */
    public List<Bracket> plan(int trials) {
        List<Bracket> plan = new ArrayList<>();
        for (int left = trials; left > 0; ) {
            Bracket next = sized(plan.size(), left);
            plan.add(next);
            left -= next.trials();
        }
        return plan;
    }

    private static Bracket bracket(List<Integer> steps, long trials, int eta) {
        List<Rung> rungs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            rungs.add(new Rung((int) Math.max(1, trials / power(eta, i)), steps.get(i)));
        }
        return new Bracket(rungs);
    }

    /** R, R / eta, R / eta^2, ... down to minStep, rounded half up, in rising order. */
    private static List<Integer> steps(SchedulerSpec.HyperBand spec) {
        List<Integer> steps = new ArrayList<>();
        for (int k = 0; ; k++) {
            long divisor = power(spec.eta(), k);
            if (spec.minStep() * divisor > spec.maxStep()) {
                return steps;
            }
            steps.add(0, (int) ((2L * spec.maxStep() + divisor) / (2 * divisor)));
        }
    }

    private static long power(int base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, (long) base);
        }
        return power;
    }
}
