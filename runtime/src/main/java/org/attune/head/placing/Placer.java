package org.attune.head.placing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which workers are taken of those in which something fits. */
final class Placer {

    /** A worker that would do, with what it is judged by. */
    private record Candidate(Stock stock, int fits, double used) {}

    /** Those in use first, so that few are; of these the one in which the least is left; GPUs are kept for those who need them. */
    private static final Comparator<Candidate> PACKED = Comparator.<Candidate, Boolean>comparing(
                    one -> !one.stock.isUsed())
            .thenComparing(Candidate::fits)
            .thenComparing(Candidate::used, Comparator.reverseOrder())
            .thenComparing(one -> one.stock.order());

    private static final Comparator<Candidate> SPREAD = Comparator.comparing(Candidate::used)
            .thenComparing(Candidate::fits, Comparator.reverseOrder())
            .thenComparing(one -> one.stock.order());

    private Placer() {}

    /** As many different workers as are needed, all or none. */
    static Optional<List<Stock>> choose(Need need, Stream<Stock> stocks, Predicate<Stock> allowed) {
        Comparator<Candidate> keepingGpus = Comparator.comparing(
                one -> !need.needsGpu() && one.stock.devices().free() > 0);
        List<Stock> chosen = stocks.filter(stock -> stock.fits(need) && allowed.test(stock))
                .map(stock -> new Candidate(stock, stock.count(need), stock.used()))
                .sorted(keepingGpus.thenComparing(need.spread() ? SPREAD : PACKED))
                .limit(need.nodes())
                .map(Candidate::stock)
                .toList();
        return chosen.size() == need.nodes() ? Optional.of(chosen) : Optional.empty();
    }

    /** The workers that are nearest to having room: nobody who comes later may take from them what is waited for. Empty if there never will be enough. */
    static List<Stock> reserve(Need need, Stream<Stock> stocks) {
        record Near(Stock stock, double progress) {}
        List<Stock> nearest = stocks.filter(stock -> stock.couldFit(need))
                .map(stock -> new Near(stock, stock.progress(need)))
                .sorted(Comparator.comparing(Near::progress).reversed().thenComparing(near -> near.stock.order()))
                .limit(need.nodes())
                .map(Near::stock)
                .toList();
        return nearest.size() == need.nodes() ? nearest : List.of();
    }
}
