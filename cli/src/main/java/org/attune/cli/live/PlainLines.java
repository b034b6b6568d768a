package org.attune.cli.live;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.attune.study.Event;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;

/** A line for each event worth telling, for logs and pipes. A thread of its own writes, so that a reader that is slow holds up no trial. */
public final class PlainLines implements Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final Clock clock;
    private final ZoneId zone;
    private final ExecutorService writing = Executors.newSingleThreadExecutor(PlainLines::thread);

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
    public void say(String line) {
        print(line);
    }

    @Override
    public void notice(String text) {
        print(text);
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
            print(started(study.trial(started.trial()), started));
        } else if (event instanceof Event.Reported reported) {
            tellIfBest(study, reported);
        } else if (event instanceof Event.AttemptEnded ended) {
            print(ended(study, study.trial(ended.trial()), ended));
        }
    }

    private void tellIfBest(Study study, Event.Reported reported) {
        Trial trial = study.trial(reported.trial());
        boolean best = study.best().filter(leader -> leader == trial).isPresent()
                && trial.best().orElseThrow().step() == reported.step();
        if (best) {
            print("best so far: " + metric(study, trial.bestValue()) + ", trial " + trial.id() + " at step "
                    + reported.step());
        }
    }

    private static String started(Trial trial, Event.AttemptStarted started) {
        String until =
                started.until().isPresent() ? " until step " + started.until().getAsInt() : "";
        return started.attempt() == 1
                ? "trial " + trial.id() + " started" + until + ": " + Numbers.text(trial.configuration())
                : "trial " + trial.id() + " goes on from step " + started.from() + until;
    }

    private static String ended(Study study, Trial trial, Event.AttemptEnded ended) {
        String state = trial.state().name().toLowerCase(Locale.ROOT);
        List<Report> reports = trial.reports();
        String step = reports.isEmpty() ? "" : " at step " + trial.step();
        boolean told = !reports.isEmpty()
                && reports.get(reports.size() - 1)
                        .metrics()
                        .containsKey(study.objective().metric());
        String value = told ? ": " + metric(study, trial.value()) : "";
        String message = ended.message().isEmpty() ? "" : " (" + ended.message().strip() + ")";
        return "trial " + trial.id() + " " + state + step + value + message;
    }

    private static String metric(Study study, double value) {
        return study.objective().metric() + " " + Numbers.text(value);
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

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "progress");
        thread.setDaemon(true);
        return thread;
    }
}
