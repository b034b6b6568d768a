package org.attune.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FolderOptionTest {

    @Test
    void anEmptyFolderIsTheUsualOneAndNotTheWorkingFolder() {
        Path usual = FolderOption.of(null).path();
        assertThat(FolderOption.of(Path.of("")).path())
                .isEqualTo(usual)
                .isNotEqualTo(Path.of("").toAbsolutePath());
        assertThat(FolderOption.of(Path.of("")).command("attune", "nodes")).isEqualTo("attune nodes");
    }
}
