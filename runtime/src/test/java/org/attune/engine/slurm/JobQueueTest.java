package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobQueueTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100);
    private int asked;
    private boolean fails;
    private final JobQueue queue = new JobQueue(this::ask, JobQueue.PERIOD, clock::get);

    private List<QueuedJob> ask() throws IOException {
        asked++;
        if (fails) {
            throw new IOException("no");
        }
        return List.of();
    }

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void slurmIsAskedNotMoreOftenThanEveryFifteenSeconds() throws Exception {
        long began = clock.get();
        assertThat(queue.look().asked()).isEqualTo(began);
        pass(14);
        assertThat(queue.look().asked()).isEqualTo(began);
        assertThat(asked).isEqualTo(1);
        pass(1);
        assertThat(queue.look().asked()).isEqualTo(clock.get());
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void oneThatDoesNotAnswerIsAskedLessOften() throws Exception {
        fails = true;
        for (int second = 0; second < 3600; second++) {
            assertThatThrownBy(queue::look).hasMessage("no");
            pass(1);
        }
        assertThat(asked).isBetween(12, 17);
        fails = false;
        pass(400);
        queue.look();
        pass(15);
        queue.look();
        fails = true;
        int before = asked;
        pass(15);
        assertThatThrownBy(queue::look).hasMessage("no");
        pass(20);
        assertThatThrownBy(queue::look).hasMessage("no");
        assertThat(asked).isEqualTo(before + 2);
    }

    @Test
    void waitsDoubleDifferFromSeedToSeedAndHaveAnEnd() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(2), 1, 0);
        assertThat(backoff.pause()).isZero();
        assertThat(backoff.failed().pause()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_500));
        assertThat(backoff.failed().failed().pause()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
        Backoff often = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(2), 1, 1_000_000);
        assertThat(often.pause()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(150));
        assertThat(often.succeeded().failed()).isEqualTo(backoff.failed());
        assertThat(new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(2), 2, 1).pause())
                .isNotEqualTo(backoff.failed().pause());
    }
}
