package org.attune.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;

/**
 * The root of a clone, with a {@code study.yaml} and a {@code rounds.py} of one's own.
 *
 * <p>The networks of the examples {@code cgconv} and {@code ddp} are stood in for by quick functions with the same results' names.
 */
final class Clone {
    private static final String STAND_IN = """
            import attune

            def train_network(config):
                for step in range(attune.trial().step + 1, 28):
                    folder = attune.save_dir()
                    (folder / "state.pt").write_text(str(step))
                    attune.report(step=step, mean_loss=config["lr"] + 1 / step, checkpoint=folder)
            """;

    private static final String PARTS_STAND_IN = """
            import os
            import attune

            def train(config):
                if os.environ["RANK"] == "0":
                    attune.report(loss=config["lr"], size=int(os.environ["WORLD_SIZE"]))
            """;

    private static final String OWN_STUDY = """
            objective: {metric: loss, mode: min}
            space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}
            scheduler: {type: hyperband, max_step: 4, eta: 2}
            trials: 4
            initial: [{lr: 0.001}]
            trainable: {python: train.py:train}
            """;

    private static final String OWN_PROGRAM = """
            import argparse
            import attune

            def train(config):
                for step in range(1, 5):
                    attune.report(step=step, loss=config["lr"] / step)

            if __name__ == "__main__":
                parser = argparse.ArgumentParser()
                parser.add_argument("--lr", type=float)
                train(vars(parser.parse_known_args()[0]))
            """;

    private Clone() {}

    /** Makes it, and Attune as it is called there. */
    static Attune in(Path clone, MarkedProcesses processes) throws IOException {
        copy(Attune.repository().resolve("examples"), clone.resolve("examples"));
        Files.copy(Attune.distribution(), clone.resolve("attune"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(
                Attune.distribution(),
                Files.createDirectories(clone.resolve("cli/target")).resolve("attune"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(clone.resolve("examples/cgconv/train.py"), STAND_IN);
        Files.writeString(clone.resolve("examples/cgconv/requirements.txt"), "# nothing\n");
        Files.writeString(clone.resolve("examples/ddp/train.py"), PARTS_STAND_IN);
        Files.writeString(clone.resolve("study.yaml"), OWN_STUDY);
        Files.writeString(clone.resolve("train.py"), OWN_PROGRAM);
        Files.copy(clone.resolve("examples/cluster/rounds.py"), clone.resolve("rounds.py"));
        return new Attune(clone)
                .with("ATTUNE_CACHE", Attune.cache().toString())
                .with("ATTUNE_CLUSTER", clone.resolve("cluster").toString())
                .with(MarkedProcesses.VARIABLE, processes.mark())
                .with("PATH", clone + ":" + System.getenv("PATH"))
                .with("ATTUNE_CLASS_ARCHIVE", "now")
                .with("ATTUNE_JAVA_OPTS", "");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
