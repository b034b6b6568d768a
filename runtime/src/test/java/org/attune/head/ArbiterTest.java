package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.attune.head.Demands.cpus;
import static org.attune.head.Demands.grants;
import static org.attune.head.Demands.until;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArbiterTest {
    private final Arbiter arbiter = new Arbiter();
    private final List<String> called = new ArrayList<>();

    private Claimant tenant(String name, Demand demand) {
        return arbiter.tenant(name, demand, () -> called.add(name));
    }

    private static List<Lease> all(Claimant seat) {
        List<Lease> leases = new ArrayList<>();
        for (Optional<Lease> one = seat.reserve(); one.isPresent(); one = seat.reserve()) {
            leases.add(one.get());
        }
        return leases;
    }

    private static List<String> workers(List<Lease> leases) {
        return leases.stream().map(Lease::worker).toList();
    }

    @Test
    void tenTenthsOfACpuAreOne() {
        arbiter.join("n1", grants("n1", 1));
        assertThat(tenant("a", cpus(0.1)).room()).isEqualTo(10);
        assertThat(all(tenant("a", cpus(0.1)))).hasSize(10);
    }

    @Test
    void thirdsAndSixthsFitAsOftenAsTheyShould() {
        arbiter.join("n1", grants("n1", 1));
        assertThat(tenant("a", cpus(1.0 / 3)).room()).isEqualTo(3);
        assertThat(tenant("b", cpus(1.0 / 6)).room()).isEqualTo(6);
    }

    @Test
    void whereFewerMayRunTogetherThereIsRoomForNoMore() {
        arbiter.join("n1", grants("n1", 8));
        arbiter.join("n2", grants("n2", 1));
        Claimant tenant = tenant("a", cpus(1));
        tenant.spread(OptionalInt.of(2));
        assertThat(tenant.room()).isEqualTo(3);
        tenant.reserve();
        assertThat(tenant.room()).isEqualTo(2);
        assertThat(all(tenant)).hasSize(2);
    }

    @Test
    void aTrialOfOneCpuRunsOnLess() {
        arbiter.join("n1", grants("n1", 0.5));
        assertThat(all(tenant("a", cpus(1)))).hasSize(1);
    }

    @Test
    void whoNeedsTimeGetsAPlaceWhereThereIsEnoughAndIsCalledWhenThatComes() {
        Instant soon = Instant.ofEpochSecond(1_000);
        arbiter.join("n1", until(soon, grants("n1", 2)));
        Claimant tenant = tenant("a", cpus(1));
        assertThat(tenant.reserve(soon.plusSeconds(1))).isEmpty();
        arbiter.join("n2", until(soon, grants("n2", 2)));
        assertThat(called).isEmpty();
        arbiter.join("n3", until(soon.plusSeconds(1), grants("n3", 1)));
        assertThat(called).containsExactly("a");
        assertThat(tenant.reserve(soon.plusSeconds(1)).map(Lease::worker)).contains("n3");
        arbiter.join("n4", grants("n4", 1));
        assertThat(tenant.reserve(soon.plusSeconds(2)).map(Lease::worker)).contains("n4");
        assertThat(workers(all(tenant))).containsExactlyInAnyOrder("n1", "n1", "n2", "n2");
    }

    @Test
    void workersAreFilledOneAfterTheOther() {
        arbiter.join("n1", grants("n1", 4));
        arbiter.join("n2", grants("n2", 2));
        assertThat(workers(all(tenant("a", cpus(1))))).containsExactly("n2", "n2", "n1", "n1", "n1", "n1");
    }

    @Test
    void workersTakeTurnsWhereThatIsAskedFor() {
        arbiter.join("n1", grants("n1", 2));
        arbiter.join("n2", grants("n2", 2));
        assertThat(workers(all(tenant("a", Demands.spread(1))))).containsExactly("n1", "n2", "n1", "n2");
    }

    @Test
    void trialsWithoutGpusLeaveWorkersThatHaveSomeToOthers() {
        arbiter.join("g1", grants("g1", 4, "0"));
        arbiter.join("n1", grants("n1", 4));
        assertThat(workers(all(tenant("a", cpus(2))))).containsExactly("n1", "n1", "g1", "g1");
    }

    @Test
    void fractionsShareADeviceAndWholeOnesStayWhole() {
        arbiter.join("n1", grants("n1", 16, "a", "b", "c"));
        Claimant halves = tenant("halves", Demands.of(1, 1, 0.4));
        Claimant wholes = tenant("wholes", Demands.of(1, 1, 1.5));
        Lease first = halves.reserve().orElseThrow();
        Lease second = halves.reserve().orElseThrow();
        assertThat(second.parts()).isEqualTo(first.parts());
        assertThat(wholes.reserve().orElseThrow().parts()).containsExactly(new Lease.Part("n1", List.of("b", "c")));
        assertThat(halves.reserve()).isEmpty();
        halves.release(first);
        assertThat(halves.reserve().orElseThrow().parts()).isEqualTo(first.parts());
    }

    @Test
    void labelsAndNamedResourcesAreRespected() {
        arbiter.join("n1", Demands.grants("n1", 4, 1, List.of(), Map.of(), Map.of("zone", "a")));
        arbiter.join("n2", Demands.grants("n2", 4, 1, List.of(), Map.of("licence", 1.0), Map.of("zone", "b")));
        assertThat(workers(all(tenant("a", Demands.labelled(3, "zone", "b"))))).containsExactly("n2");
        assertThat(workers(all(tenant("b", Demands.custom(0.5, "licence", 1))))).containsExactly("n2");
    }

    @Test
    void severalNodesAreTakenAtOnceOrNotAtAll() {
        arbiter.join("n1", grants("n1", 4));
        arbiter.join("n2", grants("n2", 4));
        Claimant three = tenant("three", Demands.of(3, 1, 0));
        assertThat(three.reserve()).isEmpty();
        assertThat(tenant("one", cpus(3)).room()).isEqualTo(2);
        arbiter.join("n3", grants("n3", 4));
        assertThat(called).containsExactly("three");
        assertThat(three.reserve().orElseThrow().parts())
                .extracting(Lease.Part::worker)
                .containsExactlyInAnyOrder("n1", "n2", "n3");
    }

    @Test
    void aPlaceThatBecomesFreeGoesToTheOneThatHasLess() {
        arbiter.join("n1", grants("n1", 4));
        Claimant rich = tenant("rich", cpus(1));
        Claimant poor = tenant("poor", cpus(1));
        List<Lease> leases = all(rich);
        assertThat(poor.reserve()).isEmpty();
        assertThat(rich.isAskedToShare()).isTrue();
        rich.release(leases.get(0));
        assertThat(called).containsExactly("poor");
        assertThat(rich.reserve()).isEmpty();
        assertThat(poor.reserve()).isPresent();
    }

    @Test
    void nobodyIsAskedToShareBackAndForth() {
        arbiter.join("n1", grants("n1", 5));
        Claimant one = tenant("one", cpus(1));
        Claimant other = tenant("other", cpus(1));
        for (int i = 0; i < 3; i++) {
            one.reserve().orElseThrow();
        }
        assertThat(all(other)).hasSize(2);
        assertThat(one.isAskedToShare()).isFalse();
    }

    @Test
    void theShareThatCountsIsTheGreatestOfAnyResource() {
        arbiter.join("n1", grants("n1", 100, "a", "b"));
        Claimant gpus = tenant("gpus", Demands.of(1, 1, 1));
        Claimant cpus = tenant("cpus", cpus(10));
        gpus.reserve().orElseThrow();
        for (int i = 0; i < 4; i++) {
            cpus.reserve().orElseThrow();
        }
        Claimant third = tenant("third", cpus(60));
        Lease taken = third.reserve().orElse(null);
        assertThat(taken).isNull();
        assertThat(cpus.isAskedToShare()).isFalse();
    }

    @Test
    void aLargeTrialIsNotKeptWaitingBySmallOnes() {
        arbiter.join("n1", grants("n1", 4));
        arbiter.join("n2", grants("n2", 4));
        Claimant small = tenant("small", cpus(1));
        Claimant gang = tenant("gang", Demands.of(2, 4, 0));
        List<Lease> leases = all(small);
        small.rest();
        assertThat(gang.reserve()).isEmpty();
        for (Lease lease : leases) {
            assertThat(small.reserve()).isEmpty();
            small.release(lease);
        }
        assertThat(called).containsExactly("gang");
        assertThat(gang.reserve()).isPresent();
    }

    @Test
    void whatALargeTrialDoesNotWaitForMayBeTaken() {
        arbiter.join("n1", grants("n1", 8, "a"));
        Claimant gpu = tenant("gpu", Demands.of(1, 1, 1));
        tenant("holder", Demands.of(1, 1, 1)).reserve().orElseThrow();
        Claimant cpus = tenant("cpus", cpus(1));
        cpus.reserve().orElseThrow();
        assertThat(gpu.reserve()).isEmpty();
        assertThat(all(cpus)).as("but for the one that the other needs as well").hasSize(5);
    }

    @Test
    void whoWasCalledAndDoesNotComeIsPassedOver() {
        arbiter.join("n1", grants("n1", 1));
        Claimant first = tenant("first", cpus(1));
        Claimant slow = tenant("slow", cpus(1));
        Claimant third = tenant("third", cpus(1));
        Lease lease = first.reserve().orElseThrow();
        slow.reserve();
        third.reserve();
        first.release(lease);
        arbiter.tick();
        assertThat(called).containsExactly("slow");
        arbiter.tick();
        assertThat(called).containsExactly("slow", "third");
        assertThat(third.reserve()).isPresent();
    }

    @Test
    void nothingIsPlacedWhereATenantIsNotReady() {
        arbiter.join("n1", grants("n1", 4));
        Claimant study = arbiter.tenantByInvitation("study a", cpus(1), () -> called.add("a"));
        assertThat(study.reserve()).isEmpty();
        assertThat(study.obstacles()).containsExactly("n1 is being made ready");
        study.admit("n1");
        assertThat(called).containsExactly("a");
        assertThat(study.reserve()).isPresent();
        study.bar("n1", "pip found no torch");
        assertThat(study.reserve()).isEmpty();
        assertThat(study.obstacles()).containsExactly("n1 is passed over: pip found no torch");
    }

    @Test
    void nothingIsPlacedOnAWorkerThatMayBeGone() {
        arbiter.join("n1", grants("n1", 4));
        Claimant seat = tenant("a", cpus(1));
        arbiter.setOpen("n1", false);
        assertThat(seat.reserve()).isEmpty();
        assertThat(seat.room()).isZero();
        arbiter.setOpen("n1", true);
        assertThat(called).containsExactly("a");
    }

    @Test
    void whatWasInUseUnderAFormerHeadCountsAlsoBeyondTheGrants() {
        arbiter.join("n1", grants("n1", 2, "a"));
        Claimant seat = tenant("a", Demands.of(1, 2, 1));
        List<Lease.Part> part = List.of(new Lease.Part("n1", List.of("a")));
        Lease first = seat.occupy(part);
        Lease second = seat.occupy(part);
        seat.release(first);
        assertThat(seat.reserve()).isEmpty();
        seat.release(second);
        assertThat(seat.reserve()).isPresent();
        assertThat(arbiter.free("n1")).containsEntry("cpu", 0.0).containsEntry("gpu", 0.0);
    }

    @Test
    void placesOfAWorkerThatComesBackAreStillTaken() {
        arbiter.join("n1", grants("n1", 2));
        Claimant seat = tenant("a", cpus(1));
        Lease lease = seat.reserve().orElseThrow();
        arbiter.leave("n1");
        assertThat(seat.room()).isZero();
        arbiter.join("n1", grants("n1", 2));
        assertThat(seat.room()).isEqualTo(1);
        seat.release(lease);
        assertThat(seat.room()).isEqualTo(2);
    }

    @Test
    void closingGivesAllBack() {
        arbiter.join("n1", grants("n1", 2));
        Claimant seat = tenant("a", cpus(1));
        all(seat);
        Claimant other = tenant("b", cpus(1));
        assertThat(other.reserve()).isEmpty();
        seat.close();
        assertThat(called).containsExactly("b");
        assertThat(other.room()).isEqualTo(2);
        assertThat(seat.reserve()).isEmpty();
    }
}
