package org.attune.cli.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.cli.BadInput;
import org.attune.cli.ThisProgram;
import org.attune.head.HeadLog;
import org.attune.machine.SearchPath;
import org.attune.wire.ClusterFolder;
import org.attune.wire.HeadAddress;

/** A head in the background: a process of its own session, which a terminal that closes does not end, and whose errors go to the head's log. */
final class HeadProcess {
    private HeadProcess() {}

    /**
     * Starts it and waits until it can be joined.
     *
     * @throws BadInput with its own words if it ends instead
     */
    static HeadAddress start(Path folder, int port, boolean takeOver) throws IOException, InterruptedException {
        ClusterFolder cluster = ClusterFolder.make(folder);
        Path log = HeadLog.make(cluster.path());
        long before = size(log);
        Process process = new ProcessBuilder(command(cluster.path(), port, takeOver))
                .directory(cluster.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try (BufferedReader ready = process.inputReader(StandardCharsets.UTF_8)) {
            if (ready.readLine() != null) {
                Optional<HeadAddress> head = cluster.head();
                if (head.isPresent()) {
                    return head.get();
                }
            }
        }
        int code = process.waitFor();
        // Of two that are started at once the slower finds the other's head.
        Optional<HeadAddress> other = takeOver ? Optional.empty() : Heads.answering(folder);
        if (other.isPresent()) {
            return other.get();
        }
        throw new BadInput(complaint(log, before, code));
    }

    private static List<String> command(Path folder, int port, boolean takeOver) {
        List<String> words = new ArrayList<>();
        words.addAll(ownSession());
        words.addAll(List.of(ThisProgram.file().toString(), "cluster", "start", "--foreground", "--json"));
        words.addAll(List.of("--cluster", folder.toString(), "--port", Integer.toString(port)));
        if (takeOver) {
            words.add("--take-over");
        }
        return words;
    }

    /** {@code setsid}, or where there is none a shell that ignores the end of its terminal. */
    private static List<String> ownSession() {
        String path = System.getenv().getOrDefault("PATH", "");
        return SearchPath.find("setsid", path).isPresent()
                ? List.of("setsid")
                : List.of("sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"");
    }

    private static String complaint(Path log, long before, int code) throws IOException {
        byte[] all = Files.readAllBytes(log);
        String said = new String(
                all,
                (int) Math.min(before, all.length),
                all.length - (int) Math.min(before, all.length),
                StandardCharsets.UTF_8);
        String lines = said.lines()
                .map(line -> line.startsWith("attune: ") ? line.substring("attune: ".length()) : line)
                .collect(Collectors.joining("\n"));
        return lines.isBlank() ? "the head ended at once, with exit code " + code + ". See " + log + "." : lines;
    }

    private static long size(Path log) throws IOException {
        try {
            return Files.size(log);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
