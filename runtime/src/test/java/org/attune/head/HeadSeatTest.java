package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSeatTest {
    @TempDir
    Path folder;

    @Test
    void whoeverTakesTheSeatHasAHigherEpochThanAllBefore() throws Exception {
        for (int epoch = 1; epoch <= 3; epoch++) {
            try (HeadSeat seat = HeadSeat.take(folder, false)) {
                assertThat(seat.holder().epoch()).isEqualTo(epoch);
                assertThat(seat.isHeld()).isTrue();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("epoch"))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aTakenSeatIsRefusedAndItsHolderNamed() throws Exception {
        try (HeadSeat seat = HeadSeat.take(folder, false)) {
            assertThatThrownBy(() -> HeadSeat.take(folder, false))
                    .isInstanceOf(HeadBusyException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(seat.isHeld()).isTrue();
        }
    }

    @Test
    void aSeatThatWasTakenAwayIsNoLongerHeldAndNothingIsLeftOfIt() throws Exception {
        HeadSeat former = HeadSeat.take(folder, false);
        try (HeadSeat next = HeadSeat.take(folder, true)) {
            assertThat(former.isHeld()).isFalse();
            assertThat(next.isHeld()).isTrue();
            assertThat(next.holder().epoch()).isEqualTo(2);
        }
        former.close();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("epoch");
        }
    }

    @Test
    void aHeadThatHasLostItsSeatHearsOfItOnce() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        HeadSeat former = HeadSeat.take(folder, false);
        try (Vigil vigil = new Vigil(former, lost::incrementAndGet);
                HeadSeat next = HeadSeat.take(folder, true)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> lost.get() > 0);
            await().atMost(Duration.ofMinutes(1)).until(() -> !vigil.isHead());
            assertThat(lost).hasValue(1);
            assertThat(next.isHeld()).isTrue();
        } finally {
            former.close();
        }
    }
}
