package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.attune.journal.Ownership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FormerRunTest {
    @TempDir
    Path study;

    private final List<String> said = new ArrayList<>();

    @Test
    void aHeadOnAnotherNodeThatWasKilledAMomentAgoIsWaitedForUntilItIsSilent() throws Exception {
        Path head = headOnAnotherNode();
        Files.setLastModifiedTime(head, FileTime.from(Instant.now().minusSeconds(28)));
        new FormerRun(study).await(said::add);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("The study is run by process ")
                .contains(" on gone,");
        assertThat(Ownership.current(study)).isEmpty();
    }

    @Test
    void whereNobodyRunsTheStudyNothingIsSaid() throws Exception {
        new FormerRun(study).await(said::add);
        new FormerRun(study.resolve("absent")).await(said::add);
        assertThat(said).isEmpty();
    }

    private Path headOnAnotherNode() throws IOException {
        Ownership here = Ownership.acquire(study, false);
        Path head = study.resolve("head-1.json");
        String text = Files.readString(head);
        here.close();
        return Files.writeString(head, text.replaceFirst("\"host\":\\s*\"[^\"]*\"", "\"host\":\"gone\""));
    }
}
