package org.attune.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.spec.ReportPattern;
import org.attune.spec.Trainable;
import org.attune.trial.Program;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** One trial from its start to its end, under a head that lets all go on: how it ended, what it reported and printed. */
record OneTrial(Signal.AttemptOver end, List<Signal.Reported> reports, String output) {

    /** A Python function of the client's, from the body of {@code train(config)}. */
    static OneTrial python(Path folder, String body) throws IOException {
        return function(folder, "import attune, os, sys\ndef train(config):\n" + body.indent(4));
    }

    /** A Python file that has, or should have, a function {@code train}. */
    static OneTrial function(Path folder, String code) throws IOException {
        Files.writeString(folder.resolve("train.py"), code);
        Trainable trainable = new Trainable.PythonFunction("train.py", "train", Optional.empty());
        return run(Program.of(trainable, folder, Workers.python(folder.resolve("cache"))), folder);
    }

    static OneTrial bash(Path folder, String script) throws IOException {
        return bash(folder, script, Optional.empty());
    }

    /** {@code report}: the regular expression that finds reports. */
    static OneTrial bash(Path folder, String script, Optional<String> report) throws IOException {
        Files.writeString(folder.resolve("run.sh"), script);
        return run(Workers.program(List.of("bash", "run.sh"), report.map(ReportPattern::compile)), folder);
    }

    private static OneTrial run(Program program, Path folder) throws IOException {
        Path results = folder.resolve("results");
        Head head;
        Signal.AttemptOver end;
        try (TrialRunner worker = Workers.worker(program, folder, results, Workers.GRACE)) {
            head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            end = head.awaitEnd(0);
        }
        return new OneTrial(end, head.reports(0), Workers.output(results, 0));
    }

    String message() {
        return end.message();
    }
}
