package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is on its way to a head: each thing once, whichever streams bring it, and for a while after a stream was lost, so that another one goes on with it. Thread-safe. */
final class Drafts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

    private final Duration kept;
    private final Map<Key, Draft> drafts = new HashMap<>();
    private long strangers;

    /** What is brought, and by whom. */
    private record Key(String study, String name, String sender) {}

    /** Makes a new folder in which to gather something. */
    interface Place {
        Path make() throws IOException;
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
        private int losses;
        private boolean isUnwanted;

        Draft(Key key, Path folder) {
            this.key = key;
            this.folder = folder;
        }
    }

    /** @param kept how long something stays after its stream was lost */
    Drafts(Duration kept) {
        this.kept = kept;
    }

    /**
     * Takes it from a stream, and from where it is already. A stream that holds it still, as nobody has noticed yet that it is lost, is ended.
     *
     * @throws LinkLostException if the stream ends before; what came stays for the next
     */
    void take(Piece.Open open, Place place, Exchange exchange, Acceptance acceptance)
            throws IOException, InterruptedException {
        Draft draft = begin(open, place, exchange);
        boolean goesOn = false;
        try {
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

    private synchronized Draft begin(Piece.Open open, Place place, Exchange exchange)
            throws IOException, InterruptedException {
        String sender = open.sender().isEmpty() ? "stranger " + strangers++ : open.sender();
        Key key = new Key(open.study(), open.name(), sender);
        while (drafts.containsKey(key) && drafts.get(key).user != null) {
            drafts.get(key).user.end("another stream goes on with it");
            wait();
        }
        Draft draft = drafts.get(key);
        if (draft == null) {
            draft = new Draft(key, place.make());
            draft.taking = new Taking(draft.folder.resolve("new"), open.size());
            drafts.put(key, draft);
        } else if (!draft.taking.isFor(open.size())) {
            draft.taking.close();
            draft.taking = new Taking(draft.folder.resolve("new"), open.size());
        }
        draft.user = exchange;
        return draft;
    }

    private void end(Draft draft, boolean goesOn) {
        boolean stays;
        synchronized (this) {
            stays = goesOn && !draft.isUnwanted;
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

    /** Removes all of a study; returns when no stream has any of it. */
    synchronized void forget(String study) {
        removeAll(drafts.values().stream()
                .filter(draft -> draft.key.study.equals(study))
                .toList());
    }

    @Override
    public synchronized void close() {
        removeAll(List.copyOf(drafts.values()));
    }

    private void removeAll(List<Draft> unwanted) {
        boolean isInterrupted = false;
        for (Draft draft : unwanted) {
            draft.isUnwanted = true;
            while (draft.user != null) {
                draft.user.end("nobody wants it any more");
                try {
                    wait();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (drafts.remove(draft.key, draft)) {
                delete(draft);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
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
