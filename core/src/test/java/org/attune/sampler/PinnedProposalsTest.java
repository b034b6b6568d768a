package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;

/**
 * The proposals of fixed seeds, to the last bit, on every machine and Java version. When one of these must change, studies made by
 * an earlier version can no longer be replayed decision by decision, and the changelog says so.
 */
class PinnedProposalsTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .logUniform("lr", 1e-4, 1e-1)
            .integer("layers", 1, 8)
            .categorical("optimizer", "sgd", "adam", "rmsprop")
            .build();

    @Test
    void ofRandomSearch() {
        assertThat(proposals(new SamplerSpec.Random(), 3)).isEqualTo(pinned("random"));
    }

    @Test
    void ofBohb() {
        assertThat(proposals(SamplerSpec.Bohb.standard(), 14)).isEqualTo(pinned("bohb"));
    }

    private static List<Configuration> proposals(SamplerSpec spec, int trials) {
        Sampler sampler = Samplers.create(spec, SPACE, 20261124, 0);
        List<Configuration> proposals = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            Configuration proposal = sampler.propose(trial).orElseThrow();
            double loss = Math.abs(proposal.number("lr") - 0.01) + Math.abs(proposal.integer("layers") - 3);
            sampler.observe(new Observation(trial, proposal, Observation.FULL, loss));
            proposals.add(proposal);
        }
        return proposals;
    }

    @SuppressWarnings("unchecked")
    private static List<Configuration> pinned(String name) {
        return PINNED.get(name)
                .lines()
                .map(line -> new Configuration((Map<String, Object>) Json.parse(line)))
                .toList();
    }

    private static final Map<String, String> PINNED = Map.of("random", """
            {"lr":0.008676672153998767,"layers":1,"optimizer":"adam"}
            {"lr":0.008016434159824047,"layers":5,"optimizer":"rmsprop"}
            {"lr":0.04162198137699891,"layers":8,"optimizer":"adam"}
            """, "bohb", """
            {"lr":0.008676672153998767,"layers":1,"optimizer":"adam"}
            {"lr":0.008016434159824047,"layers":5,"optimizer":"rmsprop"}
            {"lr":0.04162198137699891,"layers":8,"optimizer":"adam"}
            {"lr":0.023796698811509347,"layers":6,"optimizer":"sgd"}
            {"lr":0.05557062456544049,"layers":6,"optimizer":"rmsprop"}
            {"lr":2.7925335955093154E-4,"layers":1,"optimizer":"sgd"}
            {"lr":0.010862264283793681,"layers":6,"optimizer":"adam"}
            {"lr":1.1979611182016804E-4,"layers":5,"optimizer":"adam"}
            {"lr":1.1223545341024785E-4,"layers":1,"optimizer":"adam"}
            {"lr":0.012305154863575998,"layers":1,"optimizer":"sgd"}
            {"lr":0.03567119862393039,"layers":1,"optimizer":"rmsprop"}
            {"lr":0.008931790439448285,"layers":1,"optimizer":"sgd"}
            {"lr":0.009208494650835355,"layers":1,"optimizer":"adam"}
            {"lr":1.4625714222854153E-4,"layers":4,"optimizer":"sgd"}
            """);
}
