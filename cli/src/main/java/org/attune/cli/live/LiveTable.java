package org.attune.cli.live;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.study.Event;
import org.attune.study.Study;
import org.jline.utils.AttributedString;

/** A picture of the study that is drawn in place, by a thread of its own, at most five times a second and only if it has changed. */
public final class LiveTable implements Progress {
    private static final long PERIOD_MILLIS = 200;

    private final LiveState state;
    private final LiveView view;
    private final Screen screen;
    private final Clock clock;
    private final Painter painter = new Painter();
    private final Again again = new Again();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService drawing =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("live table"));

    public LiveTable(LiveState state, LiveView view, Screen screen, Clock clock) {
        this.state = state;
        this.view = view;
        this.screen = screen;
        this.clock = clock;
        drawing.scheduleWithFixedDelay(this::draw, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void changed(Study study, List<Event> events) {
        state.changed(study, events);
        for (Event event : events) {
            if (event instanceof Event.AttemptEnded ended) {
                again.ended(study, ended).ifPresent(this::say);
            }
        }
    }

    @Override
    public void rests(int trial, Duration pause) {
        again.rests(trial, pause);
    }

    @Override
    public void say(String line) {
        said.add(line);
    }

    @Override
    public void notice(String text) {
        state.notice(text);
    }

    @Override
    public void waits(String what) {
        state.waits(what);
    }

    @Override
    public void stands(boolean still) {
        if (still) {
            state.stands(clock.instant());
        } else {
            state.goesOn();
        }
    }

    @Override
    public void endsAt(Instant allocation) {
        state.endsAt(allocation);
    }

    @Override
    public void close() {
        drawing.shutdown();
        try {
            drawing.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state.over();
        draw();
    }

    private void draw() {
        int width = Math.max(1, screen.width());
        // The last row stays free for the cursor: without it the terminal would scroll.
        List<AttributedString> lines =
                view.render(state.snapshot(clock.instant()), width, Math.max(1, screen.height() - 1));
        String text = painter.paint(drain(), lines, width);
        if (!text.isEmpty()) {
            PrintWriter out = screen.writer();
            out.write(text);
            out.flush();
        }
    }

    private List<String> drain() {
        List<String> lines = new ArrayList<>();
        for (String line = said.poll(); line != null; line = said.poll()) {
            lines.add(line);
        }
        return lines;
    }
}
