package org.attune.worker;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.attune.head.Arbiter;
import org.attune.head.ClusterRunner;
import org.attune.head.Roster;
import org.attune.head.Terms;
import org.attune.head.Timer;
import org.attune.machine.Machine;
import org.attune.spec.StudySpecReader;
import org.attune.tuner.TrialRunner;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;
import org.junit.jupiter.api.AfterEach;

/** A cluster of one worker in this process keeps what a local run promises. */
class ClusterOfOneContractTest extends TrialRunnerContract {
    private final List<WorkerHost> hosts = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** First the runner, for whose end its worker is needed. */
    @Override
    @AfterEach
    void close() {
        super.close();
        hosts.forEach(WorkerHost::close);
        timer.shutdownNow();
    }

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) {
        Arbiter arbiter = new Arbiter();
        Roster roster = new Roster(arbiter, 1, Terms.USUAL, Timer.on(timer), () -> true, Clock.systemUTC(), line -> {});
        Machine machine = Workers.machine(3);
        WorkerHost host = new WorkerHost(
                "local",
                Grantings.of(machine),
                new Workshop(Workers.environmentWith(Map.of()), machine, HostedStudies.here()),
                List.of(),
                new Indifferent());
        hosts.add(host);
        host.join(new MemoryLinks(new Only(roster)));
        StudyBrief brief = brief(LocalWorkerContractTest.script(behaviour), folder, results);
        ClusterRunner runner = ClusterRunner.of(
                roster, arbiter, brief, StudySpecReader.fromJson(brief.spec()), note -> {}, checkpoint -> {});
        await().atMost(Head.LIMIT).until(() -> runner.capacity().slots() == 3);
        return runner;
    }

    private static StudyBrief brief(String script, Path folder, Path results) {
        StudyBrief shell = HostedStudies.shell("demo", folder, script);
        return new StudyBrief(
                shell.id(),
                shell.name(),
                shell.spec(),
                shell.folder(),
                results.toString(),
                shell.token(),
                shell.files(),
                List.of());
    }

    private record Only(Roster roster) implements Visitors {
        @Override
        public Receiver<ToHead> worker(Link<ToWorker> link) {
            return roster.worker(link);
        }

        @Override
        public Receiver<FromClient> client(Link<ToClient> link) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receiver<Piece> carrier(Link<Piece> link) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Indifferent implements WorkerHost.Fate {
        @Override
        public void joined(ToWorker.Welcome welcome) {}

        @Override
        public void refused(ToWorker.Refused refused) {}

        @Override
        public void leave(ToWorker.Leave leave) {}

        @Override
        public void lost(String why) {}
    }
}
