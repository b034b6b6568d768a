package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.attune.checkpoint.FileTrees;
import org.attune.journal.DiskProblem;

/** Whether a file system keeps the promises on which studies and clusters are built. All of it is done there, in a folder that is removed again. */
final class SemanticsCheck implements Check {
    private static final int SYNCS = 5;
    private static final double SLOW_SECONDS = 0.2;

    private final Folder folder;

    SemanticsCheck(Folder folder) {
        this.folder = folder;
    }

    @Override
    public String what() {
        return "file semantics";
    }

    @Override
    public Finding late(Surroundings here) {
        return folder.silent(what(), here, limit().toSeconds());
    }

    /** What was seen to work. {@code sync}: seconds that one takes, the middle of several. */
    record Seen(boolean renames, boolean excludes, boolean appends, boolean tellsCase, boolean links, double sync) {}

    @Override
    public List<Finding> examine(Surroundings here) throws IOException {
        Path place = Surroundings.nearest(folder.path(here));
        if (!Files.isWritable(place)) {
            return List.of();
        }
        try {
            return judge(place, see(place));
        } catch (IOException e) {
            if (DiskProblem.isOne(e)) {
                // The check of room tells of it.
                return List.of();
            }
            throw e;
        }
    }

    private static Seen see(Path place) throws IOException {
        Path inside = Files.createTempDirectory(place, ".attune-doctor-");
        try {
            return new Seen(
                    renames(inside), excludes(inside), appends(inside), tellsCase(inside), links(inside), sync(inside));
        } finally {
            FileTrees.delete(inside);
        }
    }

    List<Finding> judge(Path place, Seen seen) {
        String elsewhere = "Results need another file system: " + folder.another() + ".";
        List<String> broken = new ArrayList<>();
        if (!seen.renames()) {
            broken.add("a file cannot be put in the place of another at once (rename)");
        }
        if (!seen.excludes()) {
            broken.add("a file that is there is made once more (O_EXCL)");
        }
        if (!seen.appends()) {
            broken.add("what was appended and synced is not there for who opens the file");
        }
        if (!broken.isEmpty()) {
            return List.of(Finding.red(what(), "in " + place + " " + String.join("; ", broken), elsewhere));
        }
        String time = String.format(Locale.ROOT, "%.1f ms", seen.sync() * 1000);
        if (seen.sync() > SLOW_SECONDS) {
            return List.of(Finding.yellow(
                    what(),
                    "in " + place + " a sync takes " + time + ", for which each report waits",
                    "Put results on a quicker file system: " + folder.another() + "."));
        } else if (!seen.tellsCase()) {
            return List.of(Finding.yellow(
                    what(),
                    place + " takes 'a' and 'A' for one name",
                    "Name no two studies so that only capitals tell them apart, or " + folder.another() + "."));
        }
        return List.of(Finding.green(
                what(),
                "rename, exclusive creation, append"
                        + (seen.links() ? ", hard links" : "; no hard links, which is no harm") + "; a sync takes "
                        + time));
    }

    private static boolean renames(Path inside) throws IOException {
        Path old = Files.writeString(inside.resolve("old"), "old");
        Path fresh = Files.writeString(inside.resolve("new"), "new");
        try {
            Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE);
            return Files.readString(old).equals("new") && !Files.exists(fresh);
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static boolean excludes(Path inside) throws IOException {
        Path file = Files.createFile(inside.resolve("once"));
        try {
            Files.createFile(file);
            return false;
        } catch (FileAlreadyExistsException e) {
            return true;
        }
    }

    private static boolean appends(Path inside) throws IOException {
        Path file = Files.createFile(inside.resolve("journal"));
        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.APPEND)) {
            writer.write(ByteBuffer.wrap(new byte[] {'1', '\n'}));
            writer.force(false);
            boolean first = Files.readString(file).equals("1\n");
            writer.write(ByteBuffer.wrap(new byte[] {'2', '\n'}));
            writer.force(false);
            return first && Files.readString(file).equals("1\n2\n");
        }
    }

    private static boolean tellsCase(Path inside) throws IOException {
        Files.createFile(inside.resolve("case"));
        return !Files.exists(inside.resolve("CASE"));
    }

    private static boolean links(Path inside) throws IOException {
        Path file = Files.createFile(inside.resolve("one"));
        try {
            Files.createLink(inside.resolve("two"), file);
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    private static double sync(Path inside) throws IOException {
        long[] times = new long[SYNCS];
        try (FileChannel file =
                FileChannel.open(inside.resolve("sync"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                file.write(ByteBuffer.wrap(new byte[100]));
                file.force(false);
                times[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(times);
        return times[SYNCS / 2] / 1e9;
    }
}
