package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobOrderTest {
    private static final String ID = "5c1a0e9b-2f47-4d6e-9a51-0c6f3a7be2d1";

    @ParameterizedTest
    @CsvSource({"scan, scan, true", "scan-2, scan-2, true", "scan-2, scan, false", "scan, scan-2, false"})
    void aStudysJobsAreKnownByTheirName(String study, String asked, boolean isIts) {
        assertThat(JobOrder.isName(JobOrder.name(study, ID), asked)).isEqualTo(isIts);
    }

    @Test
    void nodesToBeLeftOutAreAddedToThoseOfTheStudyFile() {
        JobOrder order = new JobOrder(
                "attune-s-1", List.of(), List.of("--exclude=n[7-8]", "--time=10"), "#!/bin/sh\n", Path.of("/logs"));
        assertThat(order.options("", 1, List.of("n1", "n2"))).contains("--exclude=n[7-8],n1,n2", "--time=10");
        assertThat(order.options("", 1)).contains("--exclude=n[7-8]");
    }

    @ParameterizedTest
    @CsvSource({"attune-scan-12", "scan", "attune-scan-5c1a0e9b2f471"})
    void othersAreNot(String name) {
        assertThat(JobOrder.isName(name, "scan")).isFalse();
    }
}
