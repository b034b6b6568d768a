package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DiskWatchTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final DiskWatch watch = new DiskWatch(Path.of("/results"), Duration.ofMillis(20), told::add);

    @Test
    void severalThatWaitAreToldOfOnceAndTheEndOfTheLastIsTheEnd() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        List<Thread> waiting = IntStream.range(0, 3)
                .mapToObj(i -> new Thread(() -> waitFor(answer)))
                .toList();
        waiting.forEach(Thread::start);
        await().atMost(1, TimeUnit.MINUTES).until(() -> told.size() == 1);
        assertThat(watch.waiting()).hasValueSatisfying(time -> assertThat(time).isGreaterThan(Duration.ofMillis(19)));
        answer.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).startsWith("The file system of /results has not answered for ");
        assertThat(told.get(1)).startsWith("The file system of /results answers again, after ");
        assertThat(watch.waiting()).isEmpty();
    }

    private void waitFor(CountDownLatch answer) {
        try {
            watch.during(() -> {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return 0;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
