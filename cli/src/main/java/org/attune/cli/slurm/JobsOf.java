package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.StudyFolders;
import org.attune.cli.BadInput;
import org.attune.engine.slurm.QueuedJob;

/** Finds the jobs that people mean. */
record JobsOf(StudyFolders studies, Collection<QueuedJob> queued) {

    /** A study with its jobs. */
    record Found(Path folder, StudyJobs jobs) {
        String study() {
            return folder.getFileName().toString();
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
                .filter(each ->
                        each.jobs().entries().stream().anyMatch(job -> job.id().equals(what)))
                .findFirst();
        return numbered.orElseThrow(() -> new BadInput(
                "no job was submitted by 'attune slurm submit' for '" + what + "' in " + studies.root() + "."));
    }

    private Found of(Path folder) throws IOException {
        return new Found(folder, StudyJobs.of(folder, queued));
    }
}
