package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to a head: each thing once, whichever streams bring it, and for a while after a stream was lost, so that another one goes on with it, also at the next head. What is known by its
 * content alone goes on whoever brings it. Thread-safe.
 */
final class Drafts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

    private final Duration kept;
    private final Map<Key, Draft> drafts = new HashMap<>();
    private long strangers;
    private boolean isClosed;

    /** What is brought, and by whom: empty if it is the same whoever brings it. */
    private record Key(String study, String name, String sender) {}

    /** Finds a folder in which to gather something; none if it has come meanwhile. */
    interface Place {
        Optional<Path> make() throws IOException;
    }

    /** Puts what was gathered, with its hash, into its place. */
    interface Acceptance {
        void accept(Path gathered, String hash) throws IOException;
    }

    private static final class Draft {
        private final Key key;
        private final Path folder;
        private Taking taking;
        private Exchange user;
        private String sender;
        private int losses;
        private boolean isUnwanted;
        private boolean isLeft;

        Draft(Key key, Path folder) {
            this.key = key;
            this.folder = folder;
        }

        boolean isContent() {
            return key.sender.isEmpty();
        }
    }

    /** @param kept how long something stays after its stream was lost */
    Drafts(Duration kept) {
        this.kept = kept;
    }

    /**
     * Takes it from a stream, and from where it is already. A stream of the same sender that holds it still, as nobody has noticed yet that it is lost, is ended; one of another sender is waited
     * for.
     *
     * @throws LinkLostException if the stream ends before; what came stays for the next
     */
    void take(Piece.Open open, Place place, Exchange exchange, Acceptance acceptance)
            throws IOException, InterruptedException {
        Draft draft = begin(open, place, exchange);
        if (draft == null) {
            return;
        }
        boolean goesOn = false;
        try {
            draft.taking.find();
            draft.taking.checkSpace();
            String hash = draft.taking.take(exchange, taken -> {});
            accept(draft, hash, acceptance);
        } catch (LinkLostException e) {
            goesOn = !open.sender().isEmpty();
            throw e;
        } finally {
            end(draft, goesOn);
        }
    }

    private void accept(Draft draft, String hash, Acceptance acceptance) throws IOException {
        synchronized (this) {
            if (draft.isUnwanted) {
                throw new LinkLostException("nobody wants it any more");
            }
        }
        acceptance.accept(draft.folder.resolve("new"), hash);
    }

    /** @return null if it has come meanwhile */
    private synchronized Draft begin(Piece.Open open, Place place, Exchange exchange)
            throws IOException, InterruptedException {
        String sender = open.sender().isEmpty() ? "stranger " + strangers++ : open.sender();
        boolean isContent = open.kind().equals(Piece.FILES);
        Key key = new Key(open.study(), open.name(), isContent ? "" : sender);
        while (drafts.containsKey(key) && drafts.get(key).user != null) {
            if (drafts.get(key).sender.equals(sender)) {
                drafts.get(key).user.end("another stream goes on with it");
            }
            wait();
        }
        if (isClosed) {
            throw new LinkLostException("the head ends");
        }
        Draft draft = drafts.get(key);
        if (draft == null) {
            Optional<Path> folder = place.make();
            if (folder.isEmpty()) {
                return null;
            }
            draft = new Draft(key, folder.get());
            draft.taking = taking(draft, open);
            drafts.put(key, draft);
        } else if (!draft.taking.isFor(open.size())) {
            draft.taking.close();
            draft.taking = taking(draft, open);
        }
        draft.user = exchange;
        draft.sender = sender;
        return draft;
    }

    private static Taking taking(Draft draft, Piece.Open open) {
        return new Taking(draft.folder.resolve("new"), open.size(), new PackingList(draft.folder.resolve("list")));
    }

    private void end(Draft draft, boolean goesOn) {
        boolean stays;
        synchronized (this) {
            stays = goesOn && (draft.isLeft || !draft.isUnwanted);
        }
        if (!stays) {
            delete(draft);
        }
        synchronized (this) {
            draft.user = null;
            if (stays) {
                int losses = ++draft.losses;
                CompletableFuture.delayedExecutor(kept.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> expire(draft, losses));
            } else {
                drafts.remove(draft.key);
            }
            notifyAll();
        }
    }

    private synchronized void expire(Draft draft, int losses) {
        if (draft.user == null && draft.losses == losses && drafts.remove(draft.key, draft)) {
            delete(draft);
        }
    }

    /**
     * Lets go of all of a study; returns when no stream has any of it.
     *
     * @param goesOn whether it stays, for the next head
     */
    synchronized void forget(String study, boolean goesOn) {
        letGo(
                drafts.values().stream()
                        .filter(draft -> draft.key.study.equals(study))
                        .toList(),
                goesOn);
    }

    /** Takes nothing any more, but all that has arrived; the next head may go on with the rest. */
    @Override
    public synchronized void close() {
        isClosed = true;
        letGo(List.copyOf(drafts.values()), true);
    }

    private void letGo(List<Draft> unwanted, boolean goesOn) {
        boolean isInterrupted = false;
        for (Draft draft : unwanted) {
            draft.isUnwanted = !draft.isContent();
            draft.isLeft = goesOn || draft.isContent();
            while (draft.user != null) {
                draft.user.end("nobody wants it any more");
                try {
                    wait();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (drafts.remove(draft.key, draft)) {
                leaveOrDelete(draft);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void leaveOrDelete(Draft draft) {
        if (!draft.isLeft) {
            delete(draft);
            return;
        }
        try {
            draft.taking.leave();
        } catch (IOException e) {
            LOG.warn("Cannot close {}: {}", draft.folder, e.toString());
        }
    }

    private static void delete(Draft draft) {
        try {
            draft.taking.close();
            FileTrees.delete(draft.folder);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", draft.folder, e.toString());
        }
    }
}
