package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.cli.BadInput;
import org.attune.client.HeadGoneException;
import org.attune.wire.Question;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The head that a command talks to. */
public final class HeadOptions {
    private static final long PERIOD_MILLIS = 500;

    @Mixin
    private FolderOption folder = new FolderOption();

    @Option(
            names = "--head",
            paramLabel = "HOST:PORT",
            description = "Where the head is, on a machine that does not see its folder; with --key.")
    private String head;

    @Option(names = "--key", paramLabel = "FILE", description = "A copy of the key.pem of the cluster's folder.")
    private Path key;

    /** As if they were given; null where one is not. */
    public static HeadOptions of(Path cluster, String head, Path key) {
        HeadOptions options = new HeadOptions();
        options.folder = FolderOption.of(cluster);
        options.head = head;
        options.key = key;
        return options;
    }

    FolderOption folder() {
        return folder;
    }

    /** @throws BadInput if what is given does not go together */
    public void check() {
        if ((head == null) != (key == null)) {
            throw new BadInput(
                    "--head and --key go together: the one says where the head is, the other is a copy of its"
                            + " cluster's key.pem.");
        } else if (head != null && folder.isGiven()) {
            throw new BadInput("where is the head: in --cluster, or at --head? Name one of them.");
        }
    }

    /** Where the head is, and the file of the key; absent where a folder tells. */
    public Optional<Map.Entry<String, Path>> address() {
        return head == null ? Optional.empty() : Optional.of(Map.entry(head, key));
    }

    /** The cluster's, absolute. */
    public Path path() {
        return folder.path();
    }

    /** A command for this cluster, to be pasted. */
    public String command(String called, String... words) {
        return folder.command(called, words);
    }

    /**
     * The same for a head that may just be starting, or be between two machines.
     *
     * @param patience how long to look for it
     * @param tell told once why it takes a while
     */
    public HeadAccess dial(Duration patience, Consumer<String> tell) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Consumer<String> once = tell;
        while (true) {
            try {
                return dial();
            } catch (NoHead | HeadGoneException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                once.accept(e.getMessage());
                once = line -> {};
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        }
    }

    HeadAccess dial() throws IOException, InterruptedException {
        check();
        return head == null ? HeadAccess.by(folder) : HeadAccess.at(head, key);
    }

    /** All parts of an answer. */
    public List<Map<String, Object>> ask(Question question) throws IOException, InterruptedException {
        try (HeadAccess access = dial()) {
            return access.client().ask(question, HeadAccess.PATIENCE);
        }
    }
}
