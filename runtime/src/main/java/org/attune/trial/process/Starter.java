package org.attune.trial.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts programs by a {@link Launcher}, by a new one when that has died, and by the {@link Gate} where launchers are of no use. */
public final class Starter implements ProcessStarter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final int MOST_IN_VAIN = 2;
    private static final int MOST_KILLED = 20;

    private final Reaper reaper;
    private final Gate gate;
    private Optional<LauncherSettings> settings;
    private Launcher launcher;
    private int inVain;

    /** @param settings absent if programs are to be started by the gate */
    public Starter(Reaper reaper, Gate gate, Optional<LauncherSettings> settings) {
        this.reaper = reaper;
        this.gate = gate;
        this.settings = settings;
        current();
    }

    @Override
    public TrialProcess start(StartRequest request, CompletableFuture<Void> turnedAway)
            throws IOException, InterruptedException {
        for (Optional<Launcher> now = current(); now.isPresent(); now = current()) {
            try {
                TrialProcess process = now.get().start(request, turnedAway);
                succeeded();
                return process;
            } catch (LauncherGone e) {
                LOG.debug("The launcher is gone.", e);
            }
        }
        return gate.start(request, turnedAway);
    }

    @Override
    public void awaitWarm(Duration limit) throws InterruptedException {
        Optional<Launcher> now = current();
        if (now.isPresent()) {
            now.get().awaitWarm(limit);
        }
    }

    @Override
    public synchronized Optional<String> absent() {
        return launcher == null ? Optional.empty() : launcher.absent();
    }

    @Override
    public synchronized void close() {
        if (launcher != null) {
            launcher.close();
        }
    }

    private synchronized void succeeded() {
        inVain = 0;
    }

    /** A launcher that lives, made now if the last one has died. */
    private synchronized Optional<Launcher> current() {
        if (launcher != null && launcher.isDead()) {
            sweep();
            giveUp(launcher);
            launcher = null;
        }
        if (launcher == null && settings.isPresent()) {
            try {
                launcher = new Launcher(settings.get());
                reaper.letFirst(launcher.pid());
            } catch (IOException e) {
                LOG.debug("Trials are started by the shell.", e);
                settings = Optional.empty();
            }
        }
        return Optional.ofNullable(launcher);
    }

    /** It may have died when it had begun a trial and not told yet: nobody else would look for that one. */
    private void sweep() {
        String worker = "ATTUNE_WORKER=" + settings.orElseThrow().environment().get("ATTUNE_WORKER");
        new Leftovers(-1, Set.of(worker)).end();
    }

    /** One that was killed says nothing of the next, unless that happens again and again. */
    private void giveUp(Launcher former) {
        inVain++;
        if (former.isUsable() && inVain < (former.wasKilled() ? MOST_KILLED : MOST_IN_VAIN)) {
            return;
        }
        boolean warm = settings.isPresent() && settings.get().file().isPresent();
        if (former.isUsable() && warm) {
            settings.get().notes().accept("Warm starts do not work here: " + former.fault());
            settings = settings.map(LauncherSettings::fresh);
            inVain = 0;
        } else {
            LOG.info("Trials are started by the shell, which takes longer: {}", former.fault());
            settings = Optional.empty();
        }
    }
}
