package org.attune.trial.java;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.attune.background.Daemons;
import org.attune.text.Json;

/** The two pipes that a trial was born with, as docs/trial-protocol.md has them. A thread of its own reads the answers, so that whoever waits for one can be interrupted. */
final class ReportChannel {
    private static final String ANSWERS = "/proc/self/fd/3";
    private static final String REPORTS = "/proc/self/fd/4";

    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private final OutputStream reports;

    ReportChannel() throws IOException {
        reports = new FileOutputStream(REPORTS);
        Daemons.thread("attune-answers", this::read).start();
    }

    /** Sends a report and waits for its answer; none if the other side is gone. */
    Optional<Map<?, ?>> ask(Map<String, Object> report) throws IOException, InterruptedException {
        reports.write((Json.text(report) + "\n").getBytes(StandardCharsets.UTF_8));
        return answers.take().map(line -> (Map<?, ?>) Json.parse(line));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new FileInputStream(ANSWERS), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(Optional.of(line));
            }
        } catch (IOException e) {
            System.err.println("attune: no more answers: " + e.getMessage());
        }
        answers.add(Optional.empty());
    }
}
