package org.attune.cli.live;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.study.Event;
import org.attune.study.Study;

/** A line for each event worth telling, for logs and pipes. A thread of its own writes, so that a reader that is slow holds up no trial. */
public final class PlainLines implements Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final Clock clock;
    private final ZoneId zone;
    private final BestLines best = new BestLines();
    private final Again again = new Again();
    private final ExecutorService writing = Executors.newSingleThreadExecutor(Daemons.named("progress"));

    public PlainLines(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.zone = clock.getZone();
    }

    @Override
    public void changed(Study study, List<Event> events) {
        events.forEach(event -> tell(study, event));
    }

    @Override
    public void rests(int trial, Duration pause) {
        again.rests(trial, pause);
    }

    @Override
    public void say(String line) {
        print(line);
    }

    @Override
    public void notice(String text) {
        print(text);
    }

    @Override
    public void endsAt(Instant allocation) {
        print("The allocation ends at " + TIME.format(allocation.atZone(zone)) + ", in "
                + Numbers.text(Duration.between(clock.instant(), allocation)) + ".");
    }

    @Override
    public void close() {
        writing.shutdown();
        try {
            writing.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Study study, Event event) {
        if (event instanceof Event.AttemptStarted started) {
            if (!again.isTold(started)) {
                print(EventWords.started(study, started));
            }
        } else if (event instanceof Event.Reported reported) {
            best.reported(study, reported).ifPresent(this::print);
        } else if (event instanceof Event.AttemptEnded ended) {
            best.ended(study, ended).ifPresent(this::print);
            print(again.ended(study, ended).orElseGet(() -> EventWords.ended(study, ended)));
        }
    }

    private void print(String text) {
        String line = TIME.format(clock.instant().atZone(zone)) + " " + text;
        if (!writing.isShutdown()) {
            writing.execute(() -> {
                out.println(line);
                out.flush();
            });
        }
    }
}
