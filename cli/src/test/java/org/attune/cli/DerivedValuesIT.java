package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedValuesIT {
    @TempDir
    Path folder;

    @Test
    void aTrialReceivesGroupsAndDerivedValuesAndShowTellsThem() throws Exception {
        Attune attune = new Attune(folder);
        attune.file(
                "derived.yaml",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  kind: {type: constant, value: adam}",
                "  width: {type: constant, value: 8}",
                "  adam: {beta: {type: constant, value: 0.5}}",
                "  sgd.momentum: {type: float, low: 0, high: 1, when: {width: {not: 8}}}",
                "derived:",
                "  hidden: round(width * adam.beta)",
                "  adam.rest: 1 - adam.beta",
                "  inertia: 1 - sgd.momentum",
                "sampler: random",
                "trials: 1",
                "trainable: {command: [sh, derived.sh, '{hidden}', --rest, '{adam.rest}', --momentum, '{sgd.momentum}', '{adam}']}");
        attune.file("derived.sh", "echo \"got $*\"", "echo \"given $ATTUNE_CONFIG\"", "echo 'attune: {\"loss\": 1}'");

        Attune.Ended ended = attune.run("run", "derived.yaml");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(attune.run("logs", "derived", "0").out())
                .contains("got 4 --rest 0.5 {\"beta\":0.5,\"rest\":0.5}")
                .contains("given {\"kind\":\"adam\",\"width\":8,\"adam\":{\"beta\":0.5,\"rest\":0.5},\"hidden\":4}");
        assertThat(attune.run("show", "derived", "0").out())
                .contains("  adam.beta = 0.5", "  hidden = 4 (derived)", "  adam.rest = 0.5 (derived)");
        assertThat(attune.run("show", "derived", "0", "--json").out())
                .contains("\"derived\":{\"hidden\":4,\"adam.rest\":0.5}", "\"adam.beta\":0.5");
        assertThat(attune.run("results", "derived", "--format", "jsonl").out()).doesNotContain("hidden");
    }
}
