package org.attune.head.placing;

import java.util.HashMap;
import java.util.Map;
import org.attune.head.Lease;

/** How much of a cluster its tenants have (Ghodsi et al., Dominant Resource Fairness, NSDI 2011). */
final class Shares {
    private static final String GPU = "gpu";
    /** Of a resource without a limit, whatever is taken is nothing. */
    private static final double WITHOUT_LIMIT = 1e18;

    private final Map<String, Double> totals = new HashMap<>();
    private final Map<String, Stock> stocks;

    Shares(Map<String, Stock> stocks) {
        this.stocks = stocks;
        for (Stock stock : stocks.values()) {
            stock.all().forEach((name, amount) -> totals.merge(name, (double) amount, Double::sum));
            totals.merge(GPU, (double) stock.devices().all(), Double::sum);
        }
    }

    /** The greatest part that it holds of any resource. */
    double of(Claim claim) {
        return dominant(held(claim));
    }

    /** The same once it holds one place more. */
    double withOneMore(Claim claim) {
        Map<String, Double> held = held(claim);
        Need need = claim.need();
        need.amounts().forEach((name, amount) -> held.merge(name, (double) amount * need.nodes(), Double::sum));
        held.merge(GPU, gpus(need) * need.nodes(), Double::sum);
        return dominant(held);
    }

    private Map<String, Double> held(Claim claim) {
        Map<String, Double> held = new HashMap<>();
        Need need = claim.need();
        for (Lease lease : claim.leases()) {
            for (Lease.Part part : lease.parts()) {
                Stock stock = stocks.get(part.worker());
                if (stock != null) {
                    need.amounts()
                            .keySet()
                            .forEach(name -> held.merge(name, (double) stock.amount(need, name), Double::sum));
                    held.merge(GPU, gpus(need), Double::sum);
                }
            }
        }
        return held;
    }

    private static double gpus(Need need) {
        return need.devices() > 0 ? need.devices() : need.share() / (double) Need.UNIT;
    }

    private double dominant(Map<String, Double> held) {
        double most = 0;
        for (Map.Entry<String, Double> one : held.entrySet()) {
            double total = totals.getOrDefault(one.getKey(), 0.0);
            if (total > 0 && total < WITHOUT_LIMIT) {
                most = Math.max(most, one.getValue() / total);
            }
        }
        return most;
    }
}
