package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.attune.head.Demands.cpus;
import static org.attune.head.Demands.grants;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObstaclesTest {
    private final Arbiter arbiter = new Arbiter();

    private Claimant tenant(String name, Demand demand) {
        return arbiter.tenant(name, demand, () -> {});
    }

    private String misfit(Demand demand) {
        return tenant("study a", demand).misfit().orElseThrow();
    }

    @Test
    void withoutWorkersNothingIsRefused() {
        assertThat(tenant("a", cpus(100)).misfit()).isEmpty();
        assertThat(tenant("a", cpus(100)).obstacles()).containsExactly("no worker is there");
    }

    @Test
    void whatNeverFitsIsToldWithTheNearestMiss() {
        arbiter.join("n1", grants("n1", 4));
        arbiter.join("n3", grants("n3", 2, "0"));
        assertThat(misfit(Demands.of(1, 1, 2)))
                .isEqualTo("it needs gpu: 2, and the most that a worker has is 1 (n3: 1 GPU by CUDA_VISIBLE_DEVICES). "
                        + "Ask for gpu: 1 at most, or start a worker that has more.");
        assertThat(misfit(cpus(4.5)))
                .isEqualTo("it needs cpu: 4.5, and the most that a worker has is 4 (n1: 4 CPUs of this machine). "
                        + "Ask for cpu: 4 at most, or start a worker that has more.");
        assertThat(misfit(new Demand(1, 1, 0, 20_000_000_000L, Map.of(), Map.of(), false)))
                .startsWith("it needs memory: 20GB, and the most that a worker has is 16GB (n1).");
        assertThat(misfit(Demands.custom(1, "licence", 1)))
                .isEqualTo("it needs licence: 1, and no worker has any. Start one that has, or ask for licence: 0.");
        assertThat(misfit(Demands.of(1, 4, 1)))
                .isEqualTo("no worker has all that it needs at once: n1, the nearest, lacks gpu: 1 (it has 0). "
                        + "Ask for less, or start a worker that has it all.");
        assertThat(tenant("a", Demands.of(3, 1, 0)).misfit())
                .as("more may come")
                .isEmpty();
        assertThat(tenant("a", Demands.of(3, 1, 0)).obstacles())
                .containsExactly("it needs nodes: 3, and of the workers that are there only 2 would do: n1 and n3. "
                        + "Ask for fewer nodes, or start more workers.");
        assertThat(misfit(Demands.labelled(1, "zone", "a")))
                .isEqualTo("it needs a worker with the label zone: a, and none of those that are there has it "
                        + "(n1: none; n3: none). Start one with --label.");
    }

    @Test
    void whoHasWhatIsWaitedForIsNamed() {
        arbiter.join("n1", grants("n1", 4));
        Claimant holder = tenant("study a", cpus(1));
        for (int trial : List.of(5, 3, 8)) {
            holder.mark(holder.reserve().orElseThrow(), trial);
        }
        Claimant session = tenant("session notebook", cpus(0.5));
        session.reserve().orElseThrow();
        assertThat(tenant("study b", cpus(2)).obstacles())
                .containsExactly(
                        "3.5 of 4 CPUs of n1 are taken by study a (trials 3, 5, 8) and session notebook (1 place)");
    }

    @Test
    void aGangIsToldHowManyWorkersHaveRoom() {
        arbiter.join("n1", grants("n1", 1));
        arbiter.join("n2", grants("n2", 1));
        Claimant holder = tenant("study a", cpus(1));
        holder.mark(holder.reserve().orElseThrow(), 1);
        assertThat(tenant("study b", Demands.of(2, 1, 0)).obstacles())
                .containsExactly(
                        "it needs 2 workers at once, and 1 has room now",
                        "1 of 1 CPU of n1 are taken by study a (trial 1)");
    }

    private String shortage(Demand demand) {
        return tenant("study b", demand).shortage().orElseThrow().text();
    }

    @Test
    void whatAStudyWaitsForIsToldInALineWithItsNumbers() {
        assertThat(shortage(cpus(1))).isEqualTo("a worker with cpu: 1: none is there; 'attune worker' starts one");
        arbiter.join("n1", grants("n1", 4));
        arbiter.join("n2", grants("n2", 1));
        assertThat(shortage(Demands.of(3, 1, 0))).isEqualTo("3 workers with cpu: 1 each: 2 are there, n1 and n2");
        assertThat(shortage(Demands.of(3, 2, 0)))
                .isEqualTo("3 workers with cpu: 2 each: 1 is there, n1; another has not all of that");
        assertThat(shortage(Demands.labelled(1, "zone", "a")))
                .isEqualTo("a worker with cpu: 1, zone: a: it needs a worker with the label zone: a, and none of those"
                        + " that are there has it (n1: none; n2: none). Start one with --label.");
        tenant("study a", cpus(2)).reserve().orElseThrow();
        assertThat(shortage(cpus(3)))
                .isEqualTo("a worker with cpu: 3: 2 of 4 CPUs of n1 are taken by study a (1 place)");
        assertThat(tenant("study c", cpus(1)).shortage()).isEmpty();
    }

    @Test
    void itMayBeTheTurnOfAnother() {
        arbiter.join("n1", grants("n1", 2));
        Claimant rich = tenant("study rich", cpus(1));
        Lease lease = rich.reserve().orElseThrow();
        rich.reserve().orElseThrow();
        tenant("study poor", cpus(1)).reserve();
        rich.release(lease);
        assertThat(rich.obstacles()).containsExactly("it is the turn of study poor, which has less of the cluster");
    }

    @Test
    void whatIsFreeMayBeKeptForAnother() {
        arbiter.join("n1", grants("n1", 2));
        tenant("study c", cpus(1)).reserve().orElseThrow();
        tenant("study large", cpus(2)).reserve();
        assertThat(tenant("study small", cpus(1)).obstacles())
                .containsExactly(
                        "what is free is kept for study large, which needs more at once and has less of the cluster");
    }
}
