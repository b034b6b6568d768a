package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.attune.carry.Baggage;
import org.attune.carry.Limits;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.JobEnd;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.machine.Machine;
import org.attune.machine.Sizes;
import org.attune.trial.python.CacheFolder;
import org.attune.wire.Addresses;
import org.attune.wire.ClusterFolder;
import org.attune.wire.Dialer;
import org.attune.wire.Grants;
import org.attune.worker.HandedOn;
import org.attune.worker.StackOffice;
import org.attune.worker.TaskOffice;
import org.attune.worker.WorkerHost;
import org.attune.worker.Workshop;
import org.attune.worker.join.AddressDial;
import org.attune.worker.join.Allotment;
import org.attune.worker.join.Caps;
import org.attune.worker.join.Dial;
import org.attune.worker.join.FolderDial;
import org.attune.worker.join.JoinSettings;
import org.attune.worker.join.Joining;

/** A worker from its start to its end, put together. */
final class WorkerRun {

    /** How the head is reached. */
    interface Way {
        Dial dial(Dialer dialer);
    }

    private Map<String, String> place;
    private final Map<String, String> environment;
    private final Caps caps;
    private final String name;
    private final Duration margin;
    private final boolean plain;
    private final PrintWriter out;
    private boolean endsAlone;

    /** @param name absent, null, for the machine's */
    WorkerRun(
            Map<String, String> environment, Caps caps, String name, Duration margin, boolean plain, PrintWriter out) {
        this.place = environment;
        this.environment = HandedOn.of(environment);
        this.caps = caps;
        this.name = name;
        this.margin = margin;
        this.plain = plain;
        this.out = out;
    }

    /** It leaves when there has been no head for too long. */
    WorkerRun endingAlone() {
        endsAlone = true;
        return this;
    }

    /** It does not go by an end of its job, of which the head knows more: it may come to be changed. */
    WorkerRun ofHeadsJob() {
        place = AllocationEnd.withoutEnd(place);
        return this;
    }

    static Dial folder(Path folder, Dialer dialer) {
        return new FolderDial(ClusterFolder.at(folder), dialer);
    }

    static Dial address(String head, Path key, Dialer dialer) {
        return new AddressDial(head, key, dialer);
    }

    /** @return the exit code */
    int run(Way way) throws IOException, InterruptedException {
        try (Interrupts interrupts = new Interrupts()) {
            return runBeside(way, joining -> leaveBy(interrupts, joining));
        }
    }

    static void leaveBy(Interrupts interrupts, Joining joining) {
        interrupts.are(() -> joining.leave(whySignalled(), false), () -> joining.leave(whySignalled(), true));
    }

    private static String whySignalled() {
        return SlurmPlace.of(System.getenv())
                .map(place -> JobEnd.ofSignal(place.until(), Instant.now()))
                .orElse("it was asked to end by a signal");
    }

    /**
     * As a part of a process that minds its signals itself.
     *
     * @param begun may tell it to leave
     */
    int runBeside(Way way, Consumer<Joining> begun) throws IOException, InterruptedException {
        try (Dialer dialer = new Dialer()) {
            Dial dial = way.dial(dialer);
            Allotment allotment = allotment();
            Grants grants = allotment.grants();
            Joining joining = new Joining(dial, settings(grants), this::say);
            String asked = name == null ? grants.host() : name;
            begun.accept(joining);
            say("Worker " + asked + ": " + text(grants) + ".");
            return end(joining.run(host(asked, allotment, joining)));
        }
    }

    private JoinSettings settings(Grants grants) {
        JoinSettings usual = JoinSettings.usual(left(grants));
        return endsAlone ? usual.endingAlone() : usual;
    }

    private WorkerHost host(String asked, Allotment allotment, Joining joining) throws IOException {
        Baggage baggage = new Baggage(scratch(), CacheFolder.of(environment).resolve("files"), Limits.of(environment));
        Workshop workshop = new Workshop(environment, allotment.machine(), baggage);
        AtomicReference<WorkerHost> host = new AtomicReference<>();
        StackOffice stacks = new StackOffice(environment, key -> host.get().placement(key));
        TaskOffice tasks =
                new TaskOffice(allotment.grants(), allotment.machine().gpus(), environment, baggage.folder("tasks"));
        host.set(new WorkerHost(asked, allotment.grants(), workshop, List.of(stacks, tasks, baggage), joining));
        return host.get();
    }

    private int end(Joining.End end) {
        if (end.refusal().isPresent()) {
            throw new BadInput(end.refusal().get());
        }
        return ExitCode.OK;
    }

    private Allotment allotment() throws IOException {
        Allotment.Here here = new Allotment.Here(
                hostName(), Addresses.here(), ProcessHandle.current().pid());
        return Allotment.of(Machine.here(environment, true), place, caps, here);
    }

    private static String hostName() throws IOException {
        Path file = Path.of("/proc/sys/kernel/hostname");
        String full = Files.isReadable(file)
                ? Files.readString(file).strip()
                : InetAddress.getLocalHost().getHostName();
        return full.contains(".") ? full.substring(0, full.indexOf('.')) : full;
    }

    /** Until it has to leave: by then the head has had all trials pause. A short allocation is not eaten up by the margin. */
    private Optional<Duration> left(Grants grants) {
        return grants.until().map(end -> {
            Duration all = Duration.between(Instant.now(), end);
            Duration most = all.dividedBy(20);
            return all.minus(margin.compareTo(most) > 0 ? most : margin);
        });
    }

    private Path scratch() {
        String folder = environment.getOrDefault("TMPDIR", "");
        return Path.of(folder.isBlank() ? "/tmp" : folder);
    }

    private static String text(Grants grants) {
        return grants.sources().get("cpu")
                + (grants.gpus().isEmpty() ? "" : ", " + grants.sources().get("gpu"))
                + ", " + Sizes.text(grants.memory()) + " of memory";
    }

    private synchronized void say(String line) {
        String time = plain
                ? ""
                : LocalTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME) + "  ";
        out.println(time + line);
        out.flush();
    }
}
