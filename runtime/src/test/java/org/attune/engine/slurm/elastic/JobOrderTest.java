package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobOrderTest {
    private static final String ID = "5c1a0e9b-2f47-4d6e-9a51-0c6f3a7be2d1";

    @ParameterizedTest
    @CsvSource({"scan, scan, true", "scan-2, scan-2, true", "scan-2, scan, false", "scan, scan-2, false"})
    void aStudysJobsAreKnownByTheirName(String study, String asked, boolean isIts) {
        assertThat(JobOrder.isName(JobOrder.name(study, ID), asked)).isEqualTo(isIts);
    }

    @ParameterizedTest
    @CsvSource({"attune-scan-12", "scan", "attune-scan-5c1a0e9b2f471"})
    void othersAreNot(String name) {
        assertThat(JobOrder.isName(name, "scan")).isFalse();
    }
}
