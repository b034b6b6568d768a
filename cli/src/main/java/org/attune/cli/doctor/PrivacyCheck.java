package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterProblem;

/** Whether what must be private is, or can be: the folder of this user's cluster, and the key in it. */
final class PrivacyCheck implements Check {
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");

    @Override
    public String what() {
        return "private folder";
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException {
        Path folder = ClusterFolder.usual(here.environment()).toAbsolutePath();
        try {
            ClusterFolder.at(folder).key();
        } catch (ClusterProblem e) {
            String text = e.getMessage();
            int end = text.indexOf(". ");
            return List.of(Finding.red(what(), text.substring(0, end), text.substring(end + 2)));
        }
        return List.of(Files.exists(folder) ? Finding.green(what(), folder + " is yours alone") : toBeMade(folder));
    }

    private Finding toBeMade(Path folder) throws IOException {
        Path place = Surroundings.nearest(folder);
        if (!Files.isWritable(place)) {
            return Finding.red(
                    what(),
                    folder + " cannot be made: " + place + " cannot be written",
                    "Set HOME, or ATTUNE_CLUSTER, to a folder of your own.");
        }
        Path made = Files.createTempDirectory(place, ".attune-doctor-", PosixFilePermissions.asFileAttribute(MINE));
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(made);
            return mode.equals(MINE)
                    ? Finding.green(what(), folder + " can be made")
                    : Finding.red(
                            what(),
                            place + " keeps no modes: a folder made private there is "
                                    + PosixFilePermissions.toString(mode),
                            "Name a folder on another file system by ATTUNE_CLUSTER.");
        } finally {
            FileTrees.delete(made);
        }
    }
}
