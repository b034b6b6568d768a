package org.attune.carry;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.checkpoint.Checkpoints;
import org.attune.journal.DiskProblem;
import org.attune.machine.Sizes;
import org.attune.trial.KeepHere;
import org.attune.trial.OutputLog;
import org.attune.wire.AttemptKey;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a head keeps for others: output and checkpoints of the studies that are open here, and files by their hash. It reads and writes nothing outside of the studies' results and its
 * own folder. Thread-safe; nothing here blocks its caller.
 */
public final class HeadStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadStore.class);
    private static final String NOT_OPEN = "the study is not open here";
    private static final int AT_ONCE = 32;
    private static final int WAITING = 1000;
    /** As long as workers wait for a head. */
    private static final Duration DRAFTS_KEPT = Duration.ofMinutes(10);
    /** Bytes of output that wait for the disk, above which more is passed over, to be said again. */
    private static final long MOST_OUTPUT = 32 << 20;

    /** A study that is open here. It has a thread of its own for output, so that a disk that stands still holds up no other study. */
    private record Kept(KeepHere keep, ThreadPoolExecutor writer, AtomicLong waiting, Set<String> unreported) {
        Kept(KeepHere keep) {
            this(keep, pool(1, Integer.MAX_VALUE, "attune-output"), new AtomicLong(), ConcurrentHashMap.newKeySet());
        }

        /** What was on its way to the head before and did not come. */
        void removeUnclaimed() {
            try {
                keep.checkpoints().removeUnclaimed();
            } catch (IOException e) {
                LOG.warn("Cannot delete what was on its way: {}", e.toString());
            }
        }
    }

    private final Map<String, Kept> studies = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor carriers = pool(AT_ONCE, WAITING, "attune-carrier");
    private final Drafts drafts = new Drafts(DRAFTS_KEPT);
    private final FileStore files;
    private final Path folder;
    private final Limits limits;

    /** @param folder for files by their hash; made if it is not there */
    public HeadStore(Path folder, Limits limits) throws IOException {
        this.folder = folder;
        this.files = new FileStore(folder);
        this.limits = limits;
    }

    /** From now on output and checkpoints of a study are taken, until {@link #forget}. */
    public void open(String study, KeepHere keep) {
        Kept kept = new Kept(keep);
        studies.put(study, kept);
        over.remove(study);
        CompletableFuture.delayedExecutor(DRAFTS_KEPT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (studies.get(study) == kept) {
                        kept.removeUnclaimed();
                    }
                });
    }

    /** A checkpoint is a report's now, which the study has heard. */
    public void reported(String study, String checkpoint) {
        Kept kept = studies.get(study);
        if (kept != null) {
            kept.unreported.remove(checkpoint);
        }
    }

    /** The study is over, and hears no more reports: checkpoints whose reports have not come are nobody's. */
    public void close(String study) {
        Kept kept = studies.get(study);
        letGo(study, false);
        if (kept != null) {
            kept.unreported.forEach(kept.keep::discard);
            kept.removeUnclaimed();
        }
    }

    /** The study is no longer open here, but at another head; returns when nothing is written to its log or checkpoints any more. */
    public void forget(String study) {
        letGo(study, true);
    }

    private void letGo(String study, boolean goesOn) {
        over.add(study);
        Kept kept = studies.remove(study);
        if (kept != null) {
            kept.writer.shutdown();
            await(kept.writer, Long.MAX_VALUE);
        }
        drafts.forget(study, goesOn);
    }

    /** Files that somebody uploaded. */
    public Optional<Path> files(String hash) throws IOException {
        return files.find(hash);
    }

    /**
     * Writes what an attempt printed, and answers up to where all is written; not, if the study is not open yet, or the
     * disk does not keep up: then it is said again. Of one that is over nothing needs to be kept.
     */
    public void output(ToHead.Output output, Consumer<ToWorker> answer) {
        AttemptKey key = output.key();
        Kept kept = studies.get(key.study());
        int size = output.bytes().length;
        if (kept == null) {
            if (over.contains(key.study())) {
                answer.accept(new ToWorker.OutputTaken(key, OutputLog.ALL));
            }
            return;
        } else if (kept.waiting.get() > MOST_OUTPUT) {
            return;
        }
        kept.waiting.addAndGet(size);
        try {
            kept.writer.execute(() -> {
                kept.waiting.addAndGet(-size);
                long end = kept.keep.take(key.trial(), key.attempt(), output.offset(), output.bytes(), output.last());
                answer.accept(new ToWorker.OutputTaken(key, end));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Output came after the end.", e);
        }
    }

    /** A stream that carries files. */
    public Receiver<Piece> carrier(Link<Piece> link) {
        Exchange exchange = new Exchange();
        exchange.attach(link);
        try {
            carriers.execute(() -> serve(exchange, link));
        } catch (RejectedExecutionException e) {
            exchange.end("too many files are on their way");
        }
        return exchange;
    }

    @Override
    public void close() {
        drafts.close();
        carriers.shutdownNow();
        studies.values().forEach(kept -> kept.writer.shutdown());
        studies.values().forEach(kept -> await(kept.writer, 10));
    }

    private static void await(ThreadPoolExecutor writer, long seconds) {
        try {
            writer.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Exchange exchange, Link<Piece> link) {
        try {
            if (!(exchange.receive() instanceof Piece.Open open)) {
                throw new CarryException("the first message must say what is wanted.");
            }
            LOG.debug("{} {} {} {}", open.upload() ? "Takes" : "Sends", open.kind(), open.study(), open.name());
            if (open.kind().equals(Piece.CHECKPOINT)) {
                Kept kept = studies.get(open.study());
                if (kept == null) {
                    exchange.end(NOT_OPEN);
                    return;
                }
                checkpoint(open, kept, exchange);
            } else if (open.kind().equals(Piece.FILES)) {
                files(open, exchange);
            } else {
                throw new CarryException("there is nothing of the kind '" + open.kind() + "'.");
            }
            if (open.upload()) {
                exchange.send(new Piece.Taken());
            }
        } catch (LinkLostException e) {
            LOG.debug("A carrier was lost.", e);
            exchange.end(e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.debug("A carrier failed.", e);
            link.send(new Piece.Failed(reason(e)));
        } catch (InterruptedException e) {
            exchange.end("the head ends");
        }
    }

    private void checkpoint(Piece.Open open, Kept kept, Exchange exchange) throws IOException, InterruptedException {
        Checkpoints checkpoints = kept.keep.checkpoints();
        if (!open.upload()) {
            Sending.send(Tree.of(checkpoints.folder(open.name())), exchange);
            return;
        }
        limit(open.size(), limits.checkpoint(), "a checkpoint", Limits.CHECKPOINT);
        try {
            drafts.take(open, () -> Optional.of(incoming(open, kept)), exchange, (gathered, hash) -> {
                kept.unreported.add(open.name());
                checkpoints.accept(gathered, open.name());
            });
        } catch (LinkLostException | PeerFailedException e) {
            throw e;
        } catch (IOException e) {
            checkpoints.gatheringFailed(open.name(), e);
            throw e;
        }
    }

    /** What begins before the study is taken out is in the drafts when they are to forget it; what begins later is refused here. */
    private Path incoming(Piece.Open open, Kept kept) throws IOException {
        if (studies.get(open.study()) != kept) {
            throw new LinkLostException(NOT_OPEN);
        }
        return kept.keep.checkpoints().incoming(open.name(), open.sender());
    }

    private void files(Piece.Open open, Exchange exchange) throws IOException, InterruptedException {
        Optional<Path> there = files.find(open.name());
        if (!open.upload()) {
            Path tree = there.orElseThrow(() -> new CarryException("there are no files " + open.name() + "."));
            Sending.send(Tree.of(tree), exchange);
        } else if (there.isEmpty()) {
            limit(open.size(), limits.files(), "what is shipped", Limits.FILES);
            Drafts.Place place = () ->
                    files.find(open.name()).isPresent() ? Optional.empty() : Optional.of(files.incoming(open.name()));
            drafts.take(open, place, exchange, (gathered, hash) -> {
                if (!hash.equals(open.name())) {
                    throw new CarryException("the files are not what they were called: their SHA-256 is " + hash + ".");
                }
                files.accept(gathered, hash);
            });
        }
    }

    private static void limit(long size, long most, String what, String variable) throws CarryException {
        if (size < 0 || size > most) {
            throw new CarryException(what + " may have " + Sizes.text(most) + ", but this has " + Sizes.text(size)
                    + ". " + variable + " of the head sets another limit.");
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no " + failure.getMessage();
        } else if (failure instanceof IOException io && DiskProblem.isOne(io)) {
            String where = io instanceof FileSystemException named ? named.getFile() + " cannot be written: " : "";
            return where + DiskProblem.reason(io) + ". " + DiskProblem.remedy(io) + ".";
        }
        return String.valueOf(failure.getMessage());
    }

    private static ThreadPoolExecutor pool(int threads, int waiting, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), Daemons.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
