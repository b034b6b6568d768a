package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReachTest {

    /** Whether a daemon of Slurm runs here or not. */
    @Test
    void aMachineThatRefusesIsThere() {
        assertThat(Reach.isThere("127.0.0.1")).isTrue();
    }

    @Test
    void oneThatNobodyKnowsIsNot() {
        assertThat(Reach.isThere("no-such-host.invalid")).isFalse();
    }
}
