package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.StudyFolders;
import org.attune.cli.BadInput;
import org.attune.engine.slurm.QueuedJob;
import org.attune.journal.Journal;

/** Finds the jobs that people mean. */
record JobsOf(StudyFolders studies, Collection<QueuedJob> queued) {

    /** A study with its jobs. */
    record Found(Path folder, StudyJobs jobs) {
        String study() {
            return folder.getFileName().toString();
        }

        boolean isLive() {
            return !jobs.live().isEmpty();
        }

        /** When something was last heard of its jobs, or of itself. */
        Instant seen() {
            Instant jobsSeen = jobs.entries().stream()
                    .map(StudyJobs.Entry::seen)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
            try {
                Instant written =
                        Files.getLastModifiedTime(folder.resolve(Journal.FILE)).toInstant();
                return written.isAfter(jobsSeen) ? written : jobsSeen;
            } catch (IOException e) {
                // It has not begun.
                return jobsSeen;
            }
        }

        /** Where it has a job of that number: 2 if that waits or runs now, else 1; 0 if it has none. */
        private int claim(String job) {
            return jobs.entries().stream()
                    .filter(entry -> entry.id().equals(job))
                    .mapToInt(entry -> entry.isLive() ? 2 : 1)
                    .max()
                    .orElse(0);
        }
    }

    /** All studies for which jobs were submitted. */
    List<Found> all() throws IOException {
        List<Found> found = new ArrayList<>();
        if (!Files.isDirectory(studies.root())) {
            return found;
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(studies.root(), Files::isDirectory)) {
            children.forEach(folders::add);
        }
        folders.sort(null);
        for (Path folder : folders) {
            Found one = of(folder);
            if (!one.jobs().entries().isEmpty()) {
                found.add(one);
            }
        }
        return found;
    }

    /**
     * Finds a study. A number that several had, since Slurm was set up anew, means the job that waits or runs, else the one of which was heard last.
     *
     * @param what a study's name or folder, or the number of a job
     * @throws BadInput if no job was submitted for it
     */
    Found find(String what) throws IOException {
        Path folder = what.contains("/") ? Path.of(what).toAbsolutePath().normalize() : studies.folder(what);
        Found named = of(folder);
        if (!named.jobs().entries().isEmpty()) {
            return named;
        }
        Optional<Found> numbered = all().stream()
                .filter(each -> each.claim(what) > 0)
                .max(Comparator.<Found>comparingInt(each -> each.claim(what)).thenComparing(Found::seen));
        return numbered.orElseThrow(() -> new BadInput(
                "no job was submitted by 'attune slurm submit' for '" + what + "' in " + studies.root() + "."));
    }

    private Found of(Path folder) throws IOException {
        return new Found(folder, StudyJobs.of(folder, queued));
    }
}
