package org.attune.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of a space its forbidden clauses leave, before anything is tried. Immutable.
 *
 * @param forbidden share of the configurations that is forbidden, in [0, 1]: of those drawn without the clauses
 * @param isExact whether {@code forbidden} was counted; else it is estimated from draws, the same each time
 * @param isPossible whether any configuration is known that is allowed and that draws can hit
 * @param collision forbidden clauses that together leave nothing, where any one of them could not be missed; else empty
 * @param neverActive names of the parameters that are proven to be active in no allowed configuration
 * @param idle forbidden clauses that are proven to hold in no configuration, and so forbid nothing
 */
public record Feasibility(
        double forbidden,
        boolean isExact,
        boolean isPossible,
        List<Clause> collision,
        List<String> neverActive,
        List<Clause> idle) {
    /** A share of forbidden configurations above which a space is worth a warning. */
    public static final double MOST_FORBIDDEN = 0.999;

    private static final int DRAWS = 10_000;

    /** In the warnings. */
    private static final int MOST_NAMED = 5;

    public Feasibility {
        collision = List.copyOf(collision);
        neverActive = List.copyOf(neverActive);
        idle = List.copyOf(idle);
    }

    /** Examines a space, in bounded time and with the same result each time. The space keeps it: the second call costs nothing. */
    public static Feasibility of(SearchSpace space) {
        return space.feasibility();
    }

    static Feasibility examined(SearchSpace space) {
        List<Clause> collision = Collision.in(space);
        if (!collision.isEmpty()) {
            return new Feasibility(1, true, false, collision, List.of(), List.of());
        }
        double allowed = 1;
        boolean isExact = true;
        boolean isPossible = true;
        for (Drawing drawing : space.sampling().drawings()) {
            Region region = Regions.counted(
                    Box.whole(new Domains(space)), drawing.component().clauses());
            if (region.least() == region.most()) {
                allowed *= region.most();
                isPossible &= region.most() > 0;
            } else {
                double hits = drawing.region().most() * drawing.allowed(DRAWS) / DRAWS;
                double least = Math.max(region.least(), drawing.region().least());
                allowed *= Math.max(hits, least);
                isPossible &= hits > 0 || least > 0;
                isExact = false;
            }
        }
        double forbidden = Math.max(0, 1 - allowed);
        return new Feasibility(forbidden, isExact, isPossible, collision, Dormant.in(space), Idle.in(space));
    }

    /** Of {@code forbidden}, at most: draws within what could not be counted miss by no more than as many draws of everything. 0 if it was counted. */
    public double standardError() {
        return isExact ? 0 : Math.sqrt(forbidden * (1 - forbidden) / DRAWS);
    }

    /** Whether it is proven that no configuration is allowed. */
    public boolean isInfeasible() {
        return !collision.isEmpty();
    }

    /** Whether more is forbidden than {@link #MOST_FORBIDDEN}. */
    public boolean isRare() {
        return forbidden > MOST_FORBIDDEN;
    }

    /** The share as a page shows it: {@code 62.7 %}, {@code about 99.97 %}, {@code all}, {@code nothing}. */
    public String share() {
        if (isInfeasible() || !isPossible) {
            return isExact ? "all" : "all or nearly all";
        } else if (forbidden == 0 && isExact) {
            return "nothing";
        }
        int digits = (int) Math.min(15, Math.max(1, Math.ceil(-StrictMath.log10(1 - forbidden)) - 1));
        return (isExact ? "" : "about ") + String.format(Locale.ROOT, "%." + digits + "f %%", 100 * forbidden);
    }

    /** Sentences about what is odd, the worst first; empty for an ordinary space. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (isInfeasible()) {
            warnings.add(Collision.message(collision));
        } else if (!isPossible && isExact) {
            warnings.add(
                    "what the forbidden clauses leave has the probability 0, as single values of a continuous range have;"
                            + " no draw can hit it.");
        } else if (!isPossible) {
            warnings.add("no configuration that the forbidden clauses allow was found in " + DRAWS
                    + " draws; that there is none is not proven.");
        } else if (isRare()) {
            warnings.add("the forbidden clauses refuse " + share() + " of the configurations.");
        }
        neverActive.forEach(name -> warnings.add(
                "'" + name + "' can never be active: its condition holds in no configuration that is allowed."));
        idle.stream()
                .limit(MOST_NAMED)
                .forEach(clause -> warnings.add("what is forbidden can never hold: " + clause + "."));
        if (idle.size() > MOST_NAMED) {
            warnings.add("of the other forbidden clauses " + (idle.size() - MOST_NAMED) + " can never hold either.");
        }
        return warnings;
    }
}
