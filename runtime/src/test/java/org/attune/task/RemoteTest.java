package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RemoteTest {
    private final Remote<String> remote = new Remote<>();

    @Test
    void aThreadThatWaitsIsNoFunctionOfTheProgram() throws Exception {
        assertThat(remote.isOnlyAwaited()).isTrue();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(this::get);
        CompletableFuture<String> second = CompletableFuture.supplyAsync(this::getInTime);
        await().until(() -> remote.getNumberOfDependents() == 2);
        assertThat(remote.isOnlyAwaited()).isTrue();
        remote.complete("done");
        assertThat(first.get()).isEqualTo("done");
        assertThat(second.get()).isEqualTo("done");
    }

    @Test
    void whatFollowsItMayBe() {
        remote.thenApply(String::length);
        assertThat(remote.isOnlyAwaited()).isFalse();
    }

    @Test
    void whatFollowsItAndOthersMayBe() {
        CompletableFuture.allOf(remote, new Remote<>());
        assertThat(remote.isOnlyAwaited()).isFalse();
    }

    private String getInTime() {
        try {
            return remote.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String get() {
        try {
            return remote.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
