package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.attune.journal.DiskProblem;
import org.attune.machine.Sizes;

/** Whether a folder can be written to, and how much. */
class RoomCheck implements Check {
    private static final int TRIAL_BYTES = 256 << 10;
    private static final long FEW_FILES = 100;
    private static final long SOME_FILES = 10_000;

    private final Folder folder;

    RoomCheck(Folder folder) {
        this.folder = folder;
    }

    @Override
    public String what() {
        return folder.what();
    }

    @Override
    public Finding late(Surroundings here) {
        return folder.silent(what(), here, limit().toSeconds());
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        Path path = folder.path(here);
        Path place = Surroundings.nearest(path);
        if (!Files.isDirectory(place)) {
            return List.of(Finding.red(
                    what(), place + " is a file, and no folder can be in it", capital(folder.another()) + "."));
        } else if (folder == Folder.TEMPORARY
                && !place.equals(path.toAbsolutePath().normalize())) {
            return List.of(Finding.red(
                    what(),
                    "TMPDIR is " + path + ", which is not there",
                    "Make it, or unset TMPDIR: many programs fail without it."));
        }
        long free = Files.getFileStore(place).getUsableSpace();
        OptionalLong files = files(here, place);
        try {
            write(place);
        } catch (IOException e) {
            return List.of(refused(path, e, files));
        }
        return List.of(judge(path, free, files));
    }

    private Finding refused(Path path, IOException e, OptionalLong files) {
        String reason = DiskProblem.reason(e);
        boolean noneLeft = files.isPresent() && files.getAsLong() == 0;
        String why = path + " cannot be written: " + reason
                + (noneLeft ? ", as there are no inodes left: no more files, however small" : "")
                + "." + DiskProblem.owner(path);
        String fix = noneLeft ? "Remove files on that file system" : DiskProblem.remedy(e);
        return Finding.red(what(), withoutEnd(why), fix + ", or " + folder.another() + ".");
    }

    /** {@code files}: how many more there can be; absent if that is not limited. */
    Finding judge(Path path, long free, OptionalLong files) {
        String room = path + ": " + Sizes.text(free) + " free"
                + (files.isPresent() ? ", " + files.getAsLong() + " more files" : "");
        String fix = "Make room on that file system, or " + folder.another() + ".";
        long left = files.orElse(Long.MAX_VALUE);
        if (free < folder.least() || left < FEW_FILES) {
            return Finding.red(what(), room, fix);
        } else if (free < folder.enough() || left < SOME_FILES) {
            return Finding.yellow(what(), room, fix);
        }
        return Finding.green(what(), room);
    }

    /** A quota is told only to those who write. */
    private static void write(Path place) throws IOException {
        Path file = Files.createTempFile(place, ".attune-doctor-", ".tmp");
        try {
            Files.write(file, new byte[TRIAL_BYTES]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static OptionalLong files(Surroundings here, Path place) throws IOException, InterruptedException {
        try {
            Programs.Answer answer = Programs.ask(
                    here.environment(), Duration.ofSeconds(10), List.of("stat", "-f", "-c", "%c %d", place.toString()));
            String[] counts = answer.firstLine().split(" ");
            boolean isLimited = answer.isGood()
                    && counts.length == 2
                    && counts[0].matches("[1-9]\\d{0,17}")
                    && counts[1].matches("\\d{1,18}");
            return isLimited ? OptionalLong.of(Long.parseLong(counts[1])) : OptionalLong.empty();
        } catch (IOException noSuchProgram) {
            return OptionalLong.empty();
        }
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
