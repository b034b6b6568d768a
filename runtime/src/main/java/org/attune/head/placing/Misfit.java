package org.attune.head.placing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Why something would not fit on the workers that are there even if nobody else had anything: the nearest miss, and a remedy. */
final class Misfit {
    private static final int NAMED = 4;

    private final Need need;
    private final List<Stock> stocks;

    Misfit(Claim claim, Collection<Stock> stocks) {
        this.need = claim.need();
        this.stocks = List.copyOf(stocks);
    }

    /** The same if there were more workers like those that are there; absent if it would fit then. */
    Optional<String> onAny() {
        return stocks.isEmpty() || stocks.stream().anyMatch(stock -> stock.couldFit(need)) ? Optional.empty() : text();
    }

    /** Absent if it would fit. */
    Optional<String> text() {
        List<Stock> would =
                stocks.stream().filter(stock -> stock.couldFit(need)).toList();
        if (would.size() >= need.nodes()) {
            return Optional.empty();
        } else if (!would.isEmpty()) {
            return Optional.of("it needs nodes: " + need.nodes() + ", and of the workers that are there "
                    + (would.size() == 1 ? "only " : "only " + would.size() + " would do: ")
                    + names(would) + (would.size() == 1 ? " would do" : "")
                    + ". Ask for fewer nodes, or start more workers.");
        }
        List<Stock> labelled =
                stocks.stream().filter(stock -> stock.hasLabels(need)).toList();
        return Optional.of(
                labelled.isEmpty() ? withoutLabels() : tooLarge(labelled).orElseGet(() -> notAtOnce(labelled)));
    }

    private String withoutLabels() {
        List<String> others = stocks.stream()
                .limit(NAMED)
                .map(stock ->
                        stock.worker() + ": " + Amounts.labels(stock.grants().labels()))
                .toList();
        return "it needs a worker with the label" + (need.labels().size() == 1 ? " " : "s ")
                + Amounts.labels(need.labels()) + ", and none of those that are there has "
                + (need.labels().size() == 1 ? "it" : "them") + " (" + String.join("; ", others) + more(stocks)
                + "). Start one with --label.";
    }

    /** Something of which no worker has enough. */
    private Optional<String> tooLarge(List<Stock> labelled) {
        Stock most = most(labelled, stock -> stock.devices().all());
        if (need.needsGpu() && most.devices().all() < Math.max(1, need.devices())) {
            return Optional.of(miss(Amounts.gpu(need), "" + most.devices().all(), most, "gpu"));
        }
        for (String resource : need.amounts().keySet()) {
            most = most(labelled, stock -> stock.all(resource));
            if (most.amount(need, resource) > most.all(resource)) {
                String asked = Amounts.asked(resource, need.amounts().get(resource));
                return Optional.of(miss(asked, Amounts.number(resource, most.all(resource)), most, resource));
            }
        }
        return Optional.empty();
    }

    private static String miss(String asked, String has, Stock most, String resource) {
        if (has.equals("0") || has.equals("0MB")) {
            return "it needs " + asked + ", and no worker has any. Start one that has, or ask for " + resource + ": 0.";
        }
        String why = most.grants().sources().getOrDefault(resource, "");
        return "it needs " + asked + ", and the most that a worker has is " + has + " (" + most.worker()
                + (why.isEmpty() ? "" : ": " + why) + "). Ask for " + resource + ": " + has
                + " at most, or start a worker that has more.";
    }

    /** Each resource is there, but not on one worker. */
    private String notAtOnce(List<Stock> labelled) {
        Stock nearest = labelled.stream()
                .min(Comparator.<Stock>comparingInt(stock -> missing(stock).size())
                        .thenComparing(Stock::order))
                .orElseThrow();
        return "no worker has all that it needs at once: " + nearest.worker() + ", the nearest, lacks "
                + Amounts.list(missing(nearest))
                + ". Ask for less, or start a worker that has it all.";
    }

    private List<String> missing(Stock stock) {
        List<String> missing = new ArrayList<>();
        for (String resource : need.amounts().keySet()) {
            if (stock.amount(need, resource) > stock.all(resource)) {
                missing.add(Amounts.asked(resource, need.amounts().get(resource)) + " (it has "
                        + Amounts.number(resource, stock.all(resource)) + ")");
            }
        }
        if (need.needsGpu() && stock.devices().all() < Math.max(1, need.devices())) {
            missing.add(Amounts.gpu(need) + " (it has " + stock.devices().all() + ")");
        }
        return missing;
    }

    private static Stock most(List<Stock> stocks, ToLongFunction<Stock> amount) {
        return stocks.stream()
                .max(Comparator.comparingLong(amount).thenComparing(Stock::order, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static String names(List<Stock> stocks) {
        return Amounts.list(stocks.stream().limit(NAMED).map(Stock::worker).toList()) + more(stocks);
    }

    private static String more(List<Stock> stocks) {
        return stocks.size() > NAMED ? " and " + (stocks.size() - NAMED) + " more" : "";
    }
}
