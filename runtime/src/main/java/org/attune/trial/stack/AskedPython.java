package org.attune.trial.stack;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python process that offers to tell what it is doing: {@code attune.py} has registered {@code faulthandler} for a signal that nobody else uses, to write into memory that has a
 * name and begins with the signal's number. The signal is sent only if that is so, since it would end any other process.
 */
final class AskedPython {
    private static final String MEMORY = "/memfd:attune-stack";
    private static final Pattern OFFER = Pattern.compile("(\\d{2})\n");
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LOOK_MILLIS = 20;

    private AskedPython() {}

    /** Absent if it does not offer that, or does not answer. */
    static Optional<String> ask(Member process) {
        try {
            Optional<Path> memory = memory(process);
            Optional<Integer> signal = memory.isEmpty() ? Optional.empty() : signal(memory.get());
            if (signal.isEmpty() || !catches(process, signal.get())) {
                return Optional.empty();
            }
            long before = Files.size(memory.get());
            // A signal of this number is nothing that Java can send.
            Tool.run(List.of("sh", "-c", "kill -" + signal.get() + " " + process.pid()));
            return awaitText(memory.get(), before);
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Path> memory(Member process) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(process.proc().resolve("fd"))) {
            for (Path file : files) {
                if (target(file).startsWith(MEMORY)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Optional<Integer> signal(Path memory) throws IOException {
        Matcher offer = OFFER.matcher(read(memory, 0));
        return offer.lookingAt() ? Optional.of(Integer.parseInt(offer.group(1))) : Optional.empty();
    }

    /** Real-time signals only: the others have a meaning. */
    private static boolean catches(Member process, int signal) {
        String caught = process.status("SigCgt");
        return signal > 32
                && signal <= 64
                && !caught.isEmpty()
                && (Long.parseUnsignedLong(caught, 16) >>> (signal - 1) & 1) != 0;
    }

    private static Optional<String> awaitText(Path memory, long before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long size = before;
        while (System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
            long now = Files.size(memory);
            if (now > before && now == size) {
                return Optional.of(read(memory, before).strip());
            }
            size = now;
        }
        return Optional.empty();
    }

    private static String read(Path memory, long from) throws IOException {
        try (FileChannel file = FileChannel.open(memory)) {
            return new String(Channels.newInputStream(file.position(from)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
