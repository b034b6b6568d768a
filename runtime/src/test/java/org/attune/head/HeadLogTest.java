package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-29T22:00:00.123Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void aLineHasItsTimeAndIsOneLine() throws Exception {
        try (HeadLog log = new HeadLog(folder, CLOCK)) {
            log.accept("n1 joined\nand more");
        }
        assertThat(log()).hasContent("2026-11-29T22:00:00Z n1 joined and more");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
                .isEqualTo("rw-------");
    }

    @Test
    void itBeginsAnewWhenItHasGrownTooLargeAndKeepsOneBefore() throws Exception {
        HeadLog log = new HeadLog(folder, CLOCK, 10);
        log.accept("first");
        log.accept("second");
        log.accept("third");
        log.close();
        assertThat(Files.readString(log())).endsWith("third\n").doesNotContain("second");
        assertThat(Files.readString(folder.resolve("head.log.1"))).endsWith("second\n");
    }

    @Test
    void whatOthersAppendStaysInIt() throws Exception {
        HeadLog log = new HeadLog(folder, CLOCK, 10);
        log.accept("first");
        log.close();
        Files.writeString(log(), "from the virtual machine\n", StandardOpenOption.APPEND);
        HeadLog again = new HeadLog(folder, CLOCK, 10);
        again.accept("second");
        again.close();
        assertThat(Files.readString(folder.resolve("head.log.1"))).contains("from the virtual machine");
    }

    private Path log() {
        return folder.resolve(HeadLog.NAME);
    }
}
