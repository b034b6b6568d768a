import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.attune.journal.EventCodec;
import org.attune.journal.Journal;
import org.attune.journal.JournalEntry;
import org.attune.journal.JournalReader;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;

/**
 * How many events a second the journal makes durable, and how long a large study takes to open.
 *
 * <pre>java -Xmx2g -cp cli/target/attune benchmarks/JournalRate.java [FOLDER] [TRIALS]</pre>
 *
 * Writes in a new folder in FOLDER (by default the system's folder for temporary files), whose disk is what is measured. Rates: 1, 8 and 64 threads that each wait until
 * their event is durable, and one that does not wait, against bare syncs of as many bytes each by one thread; in turn, a second each, five times. One thread that waits
 * cannot be faster than the disk's syncs; more share them. Opening: a study of TRIALS trials (100,000) with 3 reports each, against reading its bytes and
 * computing their checksum, without looking at a line; in turn, three times.
 */
public class JournalRate {
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final Event REPORT =
            new Event.Reported(17, 1, 3, 3, Map.of("mean_loss", 0.123456789), Optional.empty());

    private interface Rate {
        double measure(Path folder) throws Exception;
    }

    private interface Opening {
        void open() throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0
                ? Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "journal-rate")
                : Files.createTempDirectory("journal-rate");
        rates(folder);
        opening(folder, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000);
        delete(folder);
    }

    private static void rates(Path folder) throws Exception {
        List<String> names = List.of("bare syncs", "1 waits", "8 wait", "64 wait", "1 does not wait");
        List<Rate> rates = List.of(
                JournalRate::syncs,
                at -> waiting(at, 1),
                at -> waiting(at, 8),
                at -> waiting(at, 64),
                JournalRate::streaming);
        double[][] taken = new double[rates.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < rates.size(); i++) {
                Path place = Files.createDirectory(folder.resolve("round"));
                double rate = rates.get(i).measure(place);
                delete(place);
                if (round >= 0) {
                    taken[i][round] = rate;
                }
            }
        }
        double limit = median(taken[0]);
        System.out.printf("%-24s%10s%10s%10s%12s%n", "durable events a second", "median", "least", "most", "to syncs");
        for (int i = 0; i < rates.size(); i++) {
            System.out.printf(
                    "%-24s%10.0f%10.0f%10.0f%12.2f%n",
                    names.get(i), median(taken[i]), least(taken[i]), most(taken[i]), median(taken[i]) / limit);
        }
    }

    private static double syncs(Path folder) throws IOException {
        byte[] line = EventCodec.encode(new JournalEntry(1, Instant.now(), REPORT), OptionalLong.of(1000));
        try (FileChannel file =
                FileChannel.open(folder.resolve("syncs"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long done = 0;
            long start = System.nanoTime();
            for (; System.nanoTime() - start < ROUND_NANOS; done++) {
                file.write(ByteBuffer.wrap(line));
                file.force(false);
            }
            return perSecond(done, start);
        }
    }

    private static double waiting(Path folder, int producers) throws Exception {
        AtomicLong durable = new AtomicLong();
        try (Journal journal = Journal.create(folder)) {
            long start = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                Thread thread = new Thread(() -> {
                    Semaphore told = new Semaphore(0);
                    while (System.nanoTime() - start < ROUND_NANOS) {
                        journal.append(Instant.now(), List.of(REPORT), told::release);
                        told.acquireUninterruptibly();
                        durable.incrementAndGet();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return perSecond(durable.get(), start);
        }
    }

    private static double streaming(Path folder) throws IOException {
        long appended = 0;
        long start = System.nanoTime();
        Journal journal = Journal.create(folder);
        for (; System.nanoTime() - start < ROUND_NANOS; appended++) {
            journal.append(Instant.now(), List.of(REPORT), () -> {});
        }
        journal.close();
        return perSecond(appended, start);
    }

    private static void opening(Path folder, int trials) throws IOException {
        StudySpec spec = StudySpec.builder("large")
                .minimize("mean_loss")
                .random()
                .trials(trials)
                .space(SearchSpace.builder()
                        .logUniform("lr", 1e-4, 1e-2)
                        .categorical("batch_size", 16, 32, 64)
                        .build())
                .build();
        write(spec, folder, trials);
        Path file = folder.resolve(Journal.FILE);
        byte[] buffer = new byte[1 << 18];
        List<String> names = List.of("bytes and checksum", "all events read", "the study opened");
        List<Opening> openings = List.of(
                () -> checksum(file, buffer),
                () -> JournalReader.read(file, entry -> {}),
                () -> OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC()).close());
        double[][] taken = new double[openings.size()][3];
        for (int round = -1; round < 3; round++) {
            for (int i = 0; i < openings.size(); i++) {
                long start = System.nanoTime();
                openings.get(i).open();
                if (round >= 0) {
                    taken[i][round] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        System.out.printf(
                "%n%-24s%10s%10s%10s%12s%n", "opening, milliseconds", "median", "least", "most", "to checksum");
        for (int i = 0; i < openings.size(); i++) {
            System.out.printf(
                    "%-24s%10.0f%10.0f%10.0f%12.1f%n",
                    names.get(i),
                    median(taken[i]),
                    least(taken[i]),
                    most(taken[i]),
                    median(taken[i]) / median(taken[0]));
        }
        long before = used();
        try (OpenedStudy study = OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC())) {
            long memory = used() - before;
            System.out.printf(
                    "%d trials, %d MB on disk; %d MB of memory while it is open%n",
                    study.planner().study().trials().size(), Files.size(file) / 1_000_000, memory / 1_000_000);
        }
    }

    private static void write(StudySpec spec, Path folder, int trials) throws IOException {
        SearchSpace space = spec.space();
        java.util.Random random = new java.util.Random(1);
        try (Journal journal = Journal.create(folder)) {
            Instant now = Instant.now();
            journal.append(now, List.of(new Event.StudyCreated(StudySpecWriter.toJson(spec), "benchmark")), () -> {});
            journal.append(now, List.of(new Event.HeadStarted(journal.epoch(), "host", 1)), () -> {});
            for (int trial = 0; trial < trials; trial++) {
                List<Event> events = new ArrayList<>();
                events.add(new Event.TrialCreated(trial, space.sample(random), "sampler", 0));
                events.add(new Event.AttemptStarted(trial, 1, "local", OptionalInt.empty(), 0, Optional.empty()));
                for (int step = 1; step <= 3; step++) {
                    events.add(new Event.Reported(
                            trial, 1, step, step, Map.of("mean_loss", random.nextDouble()), Optional.empty()));
                }
                events.add(new Event.AttemptEnded(trial, 1, Cause.FINISHED, "", OptionalInt.of(0)));
                journal.append(now, events, () -> {});
            }
        }
    }

    private static void checksum(Path file, byte[] buffer) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static double perSecond(long count, long start) {
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double most(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
