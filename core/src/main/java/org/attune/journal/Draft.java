package org.attune.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file in which a head writes down who it is before it publishes that, whole and exclusively. Its name tells its process, so that one that a head left which
 * died here is known as such however early it died.
 */
final class Draft {
    private static final Pattern NAME = Pattern.compile("\\.head-([0-9a-f]+)-(\\d{1,18})-(\\d{1,18})-.*");

    private Draft() {}

    static Path create(Path folder) throws IOException {
        FileAttribute<?>[] mode =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        long pid = ProcessHandle.current().pid();
        Path draft =
                Files.createTempFile(folder, prefix(pid, Machine.started(pid).orElse(0)), ".tmp", mode);
        Files.writeString(draft, "\n");
        return draft;
    }

    /** What the name of a draft of a process of this machine begins with. */
    static String prefix(long pid, long started) {
        return ".head-" + here() + "-" + pid + "-" + started + "-";
    }

    /** Puts a whole file in its place, exclusively; false if there is one already. */
    static boolean publish(Path draft, Path place) throws IOException {
        try {
            Files.createLink(place, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            return copy(draft, place);
        }
    }

    /** Removes those of heads that died. {@code now}: the time on the file system's clock. */
    static void removeLeft(Path folder, Path own, Instant now) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, ".head-*.tmp")) {
            for (Path draft : drafts) {
                if (!draft.equals(own) && isLeft(draft, now)) {
                    Files.deleteIfExists(draft);
                }
            }
        }
    }

    private static boolean isLeft(Path draft, Instant now) throws IOException {
        Matcher name = NAME.matcher(draft.getFileName().toString());
        if (name.matches() && name.group(1).equals(here())) {
            return Machine.started(Long.parseLong(name.group(2))).orElse(-1) != Long.parseLong(name.group(3));
        }
        try {
            return Files.getLastModifiedTime(draft)
                    .toInstant()
                    .plus(HeadFile.SILENCE)
                    .isBefore(now);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean copy(Path draft, Path place) throws IOException {
        try {
            Files.copy(draft, place, StandardCopyOption.COPY_ATTRIBUTES);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static String here() {
        Machine machine = Machine.here();
        return Integer.toHexString((machine.host() + " " + machine.boot()).hashCode());
    }
}
