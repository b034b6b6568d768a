package org.attune.carry;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.attune.wire.StudyBrief;

/** Finds out whether two machines see the same folder: one leaves a word there, the other looks whether it finds it. */
public final class SharedFolders {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f-]{36}");

    private SharedFolders() {}

    /**
     * Leaves the same word in the study file's folder, where that can be written, and in the results.
     *
     * @param goesOn whether workers may know the study already: its word then stays, also where only the results have it
     * @return the word; one that is in the study file's folder already stays
     */
    public static String mark(Path folder, Path results, boolean goesOn) throws IOException {
        String token = read(folder);
        if (!isToken(token)) {
            String former = goesOn ? read(results) : "";
            token = isToken(former) ? former : UUID.randomUUID().toString();
            if (Files.isDirectory(folder) && Files.isWritable(folder)) {
                write(folder, token);
            }
        }
        if (!read(results).equals(token)) {
            write(results, token);
        }
        return token;
    }

    /** Whether the word is in a folder of that path on this machine. */
    public static boolean isShared(Path folder, String token) {
        return isToken(token) && read(folder).equals(token);
    }

    private static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    private static String read(Path folder) {
        try {
            return Files.readString(folder.resolve(StudyBrief.TOKEN_FILE)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static void write(Path folder, String token) throws IOException {
        Path file = folder.resolve(StudyBrief.TOKEN_FILE);
        Path unfinished = folder.resolve(StudyBrief.TOKEN_FILE + "-" + token);
        Files.writeString(unfinished, token + "\n");
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
