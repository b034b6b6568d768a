package org.attune.analysis;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.HomeFolder;
import org.attune.journal.Journal;
import org.attune.text.Nearest;

/**
 * Where studies lie: a folder for each under one root.
 *
 * @param root the folder of all studies, which need not exist
 */
public record StudyFolders(Path root) {
    private static final int NAMES_SHOWN = 8;

    public StudyFolders {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code $ATTUNE_RESULTS}, or else {@code ~/attune_results}. */
    public static StudyFolders standard() {
        return of(System.getenv());
    }

    /** The same for an environment. */
    public static StudyFolders of(Map<String, String> environment) {
        String root = environment.getOrDefault("ATTUNE_RESULTS", "");
        return new StudyFolders(root.isEmpty() ? HomeFolder.of(environment).resolve("attune_results") : Path.of(root));
    }

    /** The folder of the study of that name, whether there is one or not. */
    public Path folder(String name) {
        return root.resolve(name);
    }

    /** Names of the studies under the root, in order of the alphabet. */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, StudyFolders::isStudy)) {
            folders.forEach(folder -> names.add(folder.getFileName().toString()));
        }
        Collections.sort(names);
        return names;
    }

    /**
     * The folder of a study, absolute.
     *
     * @param study its name, or its folder
     * @throws UnknownStudyException if there is none
     */
    public Path resolve(String study) throws IOException {
        Path given = Path.of(study);
        boolean isName = given.getNameCount() == 1 && !given.isAbsolute() && !study.startsWith(".") && !study.isEmpty();
        if (isName && isStudy(folder(study))) {
            return folder(study);
        }
        Path folder = given.toAbsolutePath().normalize();
        if (isStudy(folder)) {
            return folder;
        }
        throw new UnknownStudyException(
                isName ? unknownName(study) : "there is no study in " + folder + ": it holds no " + Journal.FILE + ".");
    }

    private String unknownName(String study) throws IOException {
        List<String> names = names();
        if (names.isEmpty()) {
            return "there is no study '" + study + "', nor any other, in " + root
                    + ". Maybe ATTUNE_RESULTS should name another folder?";
        }
        Optional<String> near = Nearest.to(study, names);
        if (near.isPresent()) {
            return "there is no study '" + study + "' in " + root + ". Maybe " + near.get() + "?";
        }
        List<String> shown = names.subList(0, Math.min(NAMES_SHOWN, names.size()));
        return "there is no study '" + study + "' in " + root + ", only " + String.join(", ", shown)
                + (names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more." : ".");
    }

    private static boolean isStudy(Path folder) {
        return Files.isRegularFile(folder.resolve(Journal.FILE));
    }
}
