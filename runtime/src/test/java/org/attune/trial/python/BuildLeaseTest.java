package org.attune.trial.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BuildLeaseTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("env.building");
    }

    @Test
    void onlyOneBuildsAndTheOthersWaitUntilItIsDone() throws Exception {
        AtomicInteger building = new AtomicInteger();
        AtomicInteger built = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                try (BuildLease lease = BuildLease.await(file, LONG, done::get, line -> {})) {
                    if (lease != null && !done.get()) {
                        assertThat(building.incrementAndGet()).isEqualTo(1);
                        Thread.sleep(50);
                        assertThat(lease.isHeld()).isTrue();
                        built.incrementAndGet();
                        building.decrementAndGet();
                        done.set(true);
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
        assertThat(built).hasValue(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void oneThatFailsLetsTheNextTry() throws Exception {
        BuildLease.await(file, LONG, () -> false, line -> {}).close();
        try (BuildLease next = BuildLease.await(file, LONG, () -> false, line -> {})) {
            assertThat(next.isHeld()).isTrue();
        }
    }

    @Test
    void aBuilderOfThisMachineThatIsDeadIsTakenOverAtOnce() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        try (BuildLease mine = BuildLease.await(file, LONG, () -> false, line -> {})) {
            String[] words = Files.readString(file).split(" ");
            Files.writeString(file, dead.pid() + " " + words[1] + " another");
            assertThat(mine.isHeld()).isFalse();
        }
        try (BuildLease next = BuildLease.await(file, LONG, () -> false, line -> {})) {
            assertThat(next.isHeld()).isTrue();
        }
    }

    @Test
    void oneOfAnotherMachineIsTakenOverWhenItIsSilent() throws Exception {
        Files.writeString(file, "1 another-machine another");
        List<String> told = new CopyOnWriteArrayList<>();
        try (BuildLease next = BuildLease.await(file, Duration.ofSeconds(1), () -> false, told::add)) {
            assertThat(next.isHeld()).isTrue();
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void oneThatGivesSignsOfLifeIsNot() throws Exception {
        try (BuildLease mine = BuildLease.await(file, Duration.ofSeconds(3), () -> false, line -> {})) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
            assertThat(BuildLease.await(file, Duration.ofSeconds(3), () -> System.nanoTime() - end > 0, line -> {}))
                    .isNull();
            assertThat(mine.isHeld()).isTrue();
        }
    }
}
