package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The tests on a real Slurm, one class after the other: a machine has one, and a class that waited for it would keep others from running. By its name, {@code -Dit.test=StepIT}, each is run alone.
 */
@NeedsPython
class AllOnSlurm {
    @Nested
    class Steps extends StepIT {}

    @Nested
    class TrialSteps extends TrialStepIT {}

    @Nested
    class Allocations extends AllocationIT {}

    @Nested
    class AllocationEnds extends AllocationEndIT {}

    @Nested
    class Submitted extends SubmitIT {}

    @Nested
    class WorkerJobs extends ElasticOnSlurmIT {}

    @Nested
    class BadNodes extends BadNodeIT {}

    @Nested
    class Ends extends EndsIT {}

    @Nested
    class StudyFaults extends StudyFaultsIT {}

    @Test
    void whatTheBuildLeavesToThisIsHere() throws Exception {
        String build = Files.readString(Attune.repository().resolve("cli/pom.xml"));
        assertThat(Pattern.compile("slurm/(\\w+)\\.java</exclude>")
                        .matcher(build)
                        .results()
                        .map(left -> left.group(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(AllOnSlurm.class.getDeclaredClasses())
                        .map(inner -> inner.getSuperclass().getSimpleName())
                        .toList());
    }
}
