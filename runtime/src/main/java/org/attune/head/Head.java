package org.attune.head;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.attune.Version;
import org.attune.analysis.StudyFolders;
import org.attune.carry.HeadStore;
import org.attune.carry.Limits;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.head.hosting.Studies;
import org.attune.head.task.Tasks;
import org.attune.wire.Addresses;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Door;
import org.attune.wire.FromClient;
import org.attune.wire.HeadAddress;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** The head of a cluster: all its parts, from when it has the seat until it ends. Thread-safe. */
public final class Head implements AutoCloseable {

    /** How a head comes to its end. */
    public enum Ending {
        /** A client asked for the end of the cluster: studies are paused, workers have left. */
        STOPPED,
        /** It was told to end alone: trials go on, and wait for the next head. */
        LEFT,
        /** Another head has its seat. */
        DEPOSED
    }

    /** How long studies are waited for at the start. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    private final ClusterFolder folder;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Vigil vigil;
    private final Roster roster;
    private final HeadStore store;
    private final Tasks tasks;
    private final Runners runners;
    private final Studies studies;
    private final Desk desk;
    private final HeadAddress address;

    private Head(HeadSettings settings, HeadSeat seat) throws IOException, InterruptedException {
        folder = settings.folder();
        parts.push(seat);
        try {
            ClusterKey key = folder.keyOrNew();
            long epoch = seat.holder().epoch();
            vigil = opened(new Vigil(seat::isHeld, () -> ending.complete(Ending.DEPOSED)));
            ScheduledExecutorService timers = Timer.thread();
            parts.push(timers::shutdownNow);
            Arbiter arbiter = new Arbiter();
            roster = opened(new Roster(
                    arbiter,
                    epoch,
                    settings.terms(),
                    Timer.on(timers),
                    vigil::isSureFor,
                    Clock.systemUTC(),
                    settings.log()));
            roster.inquire(opened(new SlurmInquest(SlurmCommands.here(), settings.log())));
            store = opened(new HeadStore(folder.path().resolve("files"), Limits.of(System.getenv())));
            roster.add(new Printed(store));
            tasks = opened(new Tasks(arbiter::tenant, folder.path().resolve("code")));
            roster.add(tasks);
            runners = new Runners(roster, arbiter, store);
            studies = new Studies(
                    folder.path(),
                    key.fingerprint(),
                    StudyFolders.standard(),
                    runners,
                    new ElasticStudies(roster, arbiter, runners, settings.program(), folder.path()),
                    Clock.systemDefaultZone(),
                    settings.log(),
                    settings.end());
            // Before workers are let in: what they run is to be known.
            roster.add(studies);
            studies.reopen(OPENING, () -> roster.callAgain("a study was opened late"));
            desk = new Desk(
                    answering(), new ToClient.Welcome(key.fingerprint(), epoch, Version.current()), settings.log());
            Door door = opened(door(settings, key));
            address = new HeadAddress(
                    key.fingerprint(),
                    epoch,
                    Addresses.here(),
                    door.port(),
                    seat.holder().host(),
                    seat.holder().pid(),
                    Version.current(),
                    seat.holder().since());
            if (!seat.isHeld()) {
                throw new ClusterProblem("another head has taken the cluster in " + folder.path() + " over meanwhile.");
            }
            folder.announce(address);
            // First of all that ends: nobody is to be given up because this head lets go of it.
            parts.push(timers::shutdownNow);
            settings.log()
                    .accept("head " + epoch + " listens on port " + door.port() + ", process " + address.pid() + " on "
                            + address.host());
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /**
     * Becomes the head of a cluster, whose key is made where there is none.
     *
     * @throws HeadBusyException if it has one
     * @throws ClusterProblem if the folder is not this user's alone, or the port is taken
     */
    public static Head start(HeadSettings settings) throws IOException, InterruptedException {
        return new Head(settings, new FormerHead(settings.folder()).seat(settings.takeOver(), settings.log()));
    }

    public HeadAddress address() {
        return address;
    }

    /** Ends alone: trials go on, and wait for the next head. */
    public void leave() {
        ending.complete(Ending.LEFT);
    }

    /** Waits until it is to end, which {@link #close} does. */
    public Ending awaitEnd() {
        return ending.join();
    }

    @Override
    public void close() throws IOException {
        if (ending.getNow(Ending.LEFT) == Ending.STOPPED) {
            folder.forget(address);
        }
        closeAll();
    }

    private List<Answering> answering() {
        Map<String, Supplier<List<Map<String, Object>>>> running = new LinkedHashMap<>();
        running.put("studies", studies::glances);
        running.put(
                "sessions",
                () -> tasks.sessions().stream()
                        .<Map<String, Object>>map(name -> Map.of("name", name))
                        .toList());
        return List.of(
                new Nodes(roster), new Status(this::address, roster, running), studies, runners, tasks, closing());
    }

    private Closing closing() {
        return new Closing(roster, now -> studies.pauseAll(now), () -> ending.complete(Ending.STOPPED));
    }

    /** On the former head's port if that is free, so that workers find it which were told where to dial. */
    private Door door(HeadSettings settings, ClusterKey key) throws IOException {
        int former = settings.port() == 0 ? folder.head().map(HeadAddress::port).orElse(0) : 0;
        if (former != 0) {
            try {
                return Door.open(key, new Guests(), former, settings.log());
            } catch (ClusterProblem e) {
                settings.log().accept("the former head's port " + former + " is not free");
            }
        }
        return Door.open(key, new Guests(), settings.port(), settings.log());
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private void closeAll() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // The others are to be closed all the same, and nobody can mend this one.
                continue;
            }
        }
    }

    /** Whoever dials and holds the key. */
    private final class Guests implements Visitors {
        @Override
        public Receiver<ToHead> worker(Link<ToWorker> link) {
            return new Guarded<>(vigil, link, roster.worker(link));
        }

        @Override
        public Receiver<FromClient> client(Link<ToClient> link) {
            return new Guarded<>(vigil, link, desk.client(link));
        }

        @Override
        public Receiver<Piece> carrier(Link<Piece> link) {
            return new Guarded<>(vigil, link, store.carrier(link));
        }
    }
}
