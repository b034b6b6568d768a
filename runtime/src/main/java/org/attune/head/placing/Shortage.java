package org.attune.head.placing;

import java.util.Collection;
import java.util.List;

/**
 * What a claim waits for, in a line for people.
 *
 * @param kind the same as long as it is much the same: who has what is waited for may change all the time
 * @param text {@code 3 workers with cpu: 1 each: 2 are there, n1 and n2}
 */
public record Shortage(String kind, String text) {
    private static final int NAMED = 4;

    /** @param obstacles in the way of a place now, a line each */
    static Shortage of(Claim claim, Collection<Stock> stocks, List<String> obstacles) {
        Need need = claim.need();
        String wanted = need.nodes() == 1
                ? "a worker with " + need.text() + ": "
                : need.nodes() + " workers with " + need.text() + " each: ";
        List<Stock> would =
                stocks.stream().filter(stock -> stock.couldFit(need)).toList();
        if (stocks.isEmpty()) {
            return new Shortage("none", wanted + "none is there; 'attune worker' starts one");
        } else if (would.isEmpty()) {
            return new Shortage(obstacles.get(0), wanted + obstacles.get(0));
        } else if (would.size() < need.nodes()) {
            String text = wanted + tooFew(would, stocks.size());
            return new Shortage(text, text);
        }
        boolean isSoon = would.stream()
                .allMatch(stock -> stock.isOpen()
                        && !claim.admits(stock.worker())
                        && !claim.isBarred(stock.worker())
                        && !claim.avoids(stock.worker()));
        return new Shortage(isSoon ? "made ready" : "taken", wanted + String.join("; ", obstacles));
    }

    private static String tooFew(List<Stock> would, int all) {
        String number = would.size() + (would.size() == 1 ? " is" : " are") + " there, ";
        List<String> names = would.stream().limit(NAMED).map(Stock::worker).toList();
        int more = would.size() - names.size();
        int others = all - would.size();
        return number
                + (more > 0 ? String.join(", ", names) + " and " + more + " more" : Amounts.list(names))
                + (others == 0
                        ? ""
                        : others == 1
                                ? "; another has not all of that"
                                : "; " + others + " others have not all of that");
    }
}
