package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.attune.wire.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSeatTest {
    @TempDir
    Path folder;

    @Test
    void whoeverTakesTheSeatHasAHigherEpochThanAllBefore() throws Exception {
        for (int epoch = 1; epoch <= 3; epoch++) {
            try (HeadSeat seat = HeadSeat.take(folder, false, line -> {})) {
                assertThat(seat.holder().epoch()).isEqualTo(epoch);
                assertThat(seat.isHeld()).isTrue();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("epoch"))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aTakenSeatIsRefusedAndItsHolderNamed() throws Exception {
        try (HeadSeat seat = HeadSeat.take(folder, false, line -> {})) {
            assertThatThrownBy(() -> HeadSeat.take(folder, false, line -> {}))
                    .isInstanceOf(HeadBusyException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(seat.isHeld()).isTrue();
        }
    }

    @Test
    void aSeatThatWasTakenAwayIsNoLongerHeldAndNothingIsLeftOfIt() throws Exception {
        HeadSeat former = HeadSeat.take(folder, false, line -> {});
        try (HeadSeat next = HeadSeat.take(folder, true, line -> {})) {
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
        HeadSeat former = HeadSeat.take(folder, false, line -> {});
        try (Vigil vigil = new Vigil(former::isHeld, lost::incrementAndGet);
                HeadSeat next = HeadSeat.take(folder, true, line -> {})) {
            await().atMost(Duration.ofMinutes(1)).until(() -> lost.get() > 0);
            await().atMost(Duration.ofMinutes(1)).until(() -> !vigil.isHead());
            assertThat(lost).hasValue(1);
            assertThat(next.isHeld()).isTrue();
        } finally {
            former.close();
        }
    }

    @Test
    void whatComesWhileNobodyCanTellWhetherThisIsTheHeadWaitsUntilTheFolderAnswers() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Vigil.Look stalled = () -> {
            try {
                return answers.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        };
        try (Vigil vigil = new Vigil(stalled, () -> {})) {
            List<String> heard = new ArrayList<>();
            Guarded<String> guarded = new Guarded<>(vigil, null, new Receiver<>() {
                @Override
                public void take(String message) {
                    heard.add(message);
                }

                @Override
                public void closed(String why) {}
            });
            await().atMost(Duration.ofMinutes(1)).until(() -> !vigil.isSure());
            assertThat(guarded.takeAtOnce("by a thread that must not wait")).isFalse();
            assertThat(heard).isEmpty();
            CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(vigil::isHead);
            assertThatThrownBy(() -> taken.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            answers.countDown();
            assertThat(taken.get(1, TimeUnit.MINUTES)).isTrue();
            assertThat(vigil.isSure()).isTrue();
            assertThat(vigil.isSureFor(Duration.ZERO)).isTrue();
            assertThat(vigil.isSureFor(Duration.ofMinutes(10))).isFalse();
        }
    }

    @Test
    void aLookThatFailsAsNobodyThoughtItWouldIsNotTheLast() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Vigil.Look surprising = () -> {
            if (looks.incrementAndGet() < 3) {
                throw new IllegalStateException("a surprise");
            }
            return true;
        };
        try (Vigil vigil = new Vigil(surprising, () -> {})) {
            await().atMost(Duration.ofMinutes(1)).until(() -> looks.get() > 3);
            assertThat(vigil.isHead()).isTrue();
        }
    }

    @Test
    void whatWaitsIsNotTakenWhenTheHeadEnds() throws Exception {
        Vigil vigil = new Vigil(
                () -> {
                    throw new IOException("the folder is gone");
                },
                () -> {});
        await().atMost(Duration.ofMinutes(1)).until(() -> !vigil.isSure());
        CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(vigil::isHead);
        vigil.close();
        assertThat(taken.get(1, TimeUnit.MINUTES)).isFalse();
    }
}
