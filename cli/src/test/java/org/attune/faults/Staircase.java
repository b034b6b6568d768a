package org.attune.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;

/**
 * A study whose trials climb under HyperBand, proposed by BOHB. The loss is a function of configuration and step alone. Each step is saved, and an attempt
 * fails that is given another state than the one its trial saved at the step it is to go on from.
 */
final class Staircase {
    private static final String STUDY = """
            objective: {metric: loss, mode: min}
            space:
              x: {type: float, low: 0.0, high: 1.0}
              kind: {type: categorical, choices: [plain, dear]}
            sampler: bohb
            scheduler: {type: hyperband, max_step: 9, eta: 3}
            max_failures: 1000
            resources: {cpu: 0.1}
            grace: 1
            seed: 7
            trainable: {python: 'climb.py:climb'}
            """;

    private static final String PROGRAM = """
            import json, os, signal, threading
            import attune


            def climb(config):
                trial = attune.trial()
                if trial.id % 3 == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                state = {"trial": trial.id, "config": config, "step": 0}
                if attune.checkpoint():
                    state = json.loads((attune.checkpoint() / "state.json").read_text())
                if state != {"trial": trial.id, "config": config, "step": trial.step}:
                    raise AssertionError(f"{state} is not the state of step {trial.step}")
                for step in range(trial.step + 1, 10):
                    folder = attune.save_dir()
                    (folder / "state.json").write_text(json.dumps({**state, "step": step}))
                    loss = abs(config["x"] - 0.3) + (0.25 if config["kind"] == "dear" else 0.0) + 1.0 / step
                    may_kill("before", step)
                    may_kill("during", step)
                    may_kill("itself", step)
                    try:
                        attune.report(step=step, loss=loss, checkpoint=folder)
                    finally:
                        may_kill("after", step)


            def may_kill(moment, step):
                order = f"{moment}-{attune.trial().id}-{step}"
                if order not in os.environ.get("KILLS", "").split():
                    return
                try:
                    os.close(os.open(order, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    return
                kill = lambda: os.kill(os.getpid() if moment == "itself" else HEAD, signal.SIGKILL)
                if moment == "during":
                    threading.Thread(target=kill).start()
                else:
                    kill()


            def parent(pid):
                with open(f"/proc/{pid}/stat") as file:
                    return int(file.read().rpartition(")")[2].split()[1])


            HEAD = parent(os.getppid())  # of the launcher
            """;

    private final Path folder;
    private final String name;
    private final int trials;
    private final int parallel;
    private final MarkedProcesses processes = new MarkedProcesses();
    private final Attune attune;

    Staircase(Path folder, String name, int trials, int parallel) {
        this.folder = folder.resolve(name);
        this.name = name;
        this.trials = trials;
        this.parallel = parallel;
        try {
            Files.createDirectories(this.folder);
            Files.writeString(this.folder.resolve("study.yaml"), STUDY);
            Files.writeString(this.folder.resolve("climb.py"), PROGRAM);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        attune = new Attune(this.folder).with(MarkedProcesses.VARIABLE, processes.mark());
    }

    static double loss(Map<?, ?> config, long step) {
        return Math.abs((Double) config.get("x") - 0.3) + (config.get("kind").equals("dear") ? 0.25 : 0.0) + 1.0 / step;
    }

    Attune attune() {
        return attune;
    }

    MarkedProcesses processes() {
        return processes;
    }

    String name() {
        return name;
    }

    int trials() {
        return trials;
    }

    Path results() {
        return folder.resolve("results").resolve(name);
    }

    /** Starts the one command that runs the study and goes on with it, in a process group of its own. */
    Process start() {
        List<String> words =
                new ArrayList<>(List.of("setsid", Attune.distribution().toString()));
        words.addAll(command());
        return attune.start(words);
    }

    List<String> command() {
        return List.of(
                "run", "study.yaml", "--name", name, "--set", "trials=" + trials, "--max-parallel", "" + parallel);
    }

    List<Map<?, ?>> rows() {
        return attune.run("results", name, "--format", "jsonl").jsonLines();
    }

    List<Map<?, ?>> reports() {
        return attune.run("results", name, "--reports", "--format", "jsonl").jsonLines();
    }
}
