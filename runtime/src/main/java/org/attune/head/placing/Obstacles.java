package org.attune.head.placing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.attune.head.Lease;

/** What stands in the way of a place now, a line each. */
final class Obstacles {
    private final Claim claim;
    private final Need need;
    private final Collection<Stock> stocks;
    private final Collection<Claim> claims;

    Obstacles(Claim claim, Collection<Stock> stocks, Collection<Claim> claims) {
        this.claim = claim;
        this.need = claim.need();
        this.stocks = stocks;
        this.claims = claims;
    }

    /** @param most of how many workers */
    List<String> lines(int most) {
        if (stocks.isEmpty()) {
            return List.of("no worker is there");
        }
        Optional<String> misfit = new Misfit(claim, stocks).text();
        if (misfit.isPresent()) {
            return List.of(misfit.get());
        }
        List<String> lines = new ArrayList<>();
        List<Stock> would =
                stocks.stream().filter(stock -> stock.couldFit(need)).toList();
        if (need.nodes() > 1) {
            long now = would.stream()
                    .filter(stock -> stock.isOpen() && claim.admits(stock.worker()) && stock.fits(need))
                    .count();
            lines.add("it needs " + need.nodes() + " workers at once, and " + now + (now == 1 ? " has" : " have")
                    + " room now");
        }
        would.stream().limit(most).forEach(stock -> lines.addAll(of(stock)));
        int more = would.size() - most;
        if (more > 0) {
            lines.add("it is much the same on " + more + " more worker" + (more == 1 ? "" : "s"));
        }
        return lines;
    }

    private List<String> of(Stock stock) {
        String worker = stock.worker();
        if (!stock.isOpen()) {
            return List.of(worker + " takes nothing now: its link is lost, or it is about to leave");
        } else if (!claim.whyNot(worker).isEmpty()) {
            return List.of(worker + " is passed over: " + claim.whyNot(worker));
        } else if (claim.avoids(worker)) {
            return List.of(worker + " is passed over: the trial that is next has failed there");
        } else if (!claim.admits(worker)) {
            return List.of(worker + " is being made ready");
        } else if (!claim.mayAdd(worker)) {
            return List.of(worker + " has as many trials of the study as may run together since memory ran out");
        } else if (stock.fits(need)) {
            return List.of();
        }
        return List.of(taken(stock) + " of " + worker + " are taken by " + holders(worker));
    }

    private String taken(Stock stock) {
        for (String name : need.amounts().keySet()) {
            if (stock.amount(need, name) > stock.free(name)) {
                return Amounts.taken(name, stock.all(name) - stock.free(name), stock.all(name));
            }
        }
        int all = stock.devices().all();
        return Amounts.number(all - stock.devices().free()) + " of " + Amounts.plural(all * Need.UNIT, "GPU");
    }

    private String holders(String worker) {
        List<String> texts = new ArrayList<>();
        for (Claim holder : claims) {
            List<Integer> trials = new ArrayList<>();
            int places = 0;
            for (Lease lease : holder.leases()) {
                if (lease.parts().stream().anyMatch(part -> part.worker().equals(worker))) {
                    places++;
                    holder.trial(lease).ifPresent(trials::add);
                }
            }
            if (places > 0) {
                texts.add(holder.name() + " (" + holding(trials, places) + ")");
            }
        }
        return Amounts.list(texts);
    }

    private static String holding(List<Integer> trials, int places) {
        if (trials.isEmpty()) {
            return places + (places == 1 ? " place" : " places");
        }
        List<String> numbers =
                trials.stream().sorted().map(trial -> Integer.toString(trial)).toList();
        return (trials.size() == 1 ? "trial " : "trials ") + String.join(", ", numbers);
    }
}
