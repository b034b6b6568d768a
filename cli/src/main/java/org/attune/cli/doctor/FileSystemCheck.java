package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.attune.cli.doctor.Mounts.Mount;

/** What kind of file system the results lie on. */
final class FileSystemCheck implements Check {
    /** Seen alike by the machines of a cluster. */
    static final Set<String> SHARED = Set.of(
            "nfs",
            "nfs4",
            "lustre",
            "gpfs",
            "beegfs",
            "ceph",
            "fuse.ceph",
            "glusterfs",
            "fuse.glusterfs",
            "pvfs2",
            "orangefs",
            "wekafs",
            "panfs",
            "cifs",
            "smb3",
            "9p",
            "virtiofs",
            "afs",
            "gfs2",
            "ocfs2",
            "fuse.sshfs",
            "fuse.juicefs",
            "daos");

    private static final Set<String> WITHOUT_MODES =
            Set.of("cifs", "smb3", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "msdos");

    private final Folder folder;

    FileSystemCheck(Folder folder) {
        this.folder = folder;
    }

    @Override
    public String what() {
        return "file system";
    }

    @Override
    public Finding late(Surroundings here) {
        return folder.silent(what(), here, limit().toSeconds());
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException {
        Path real = Surroundings.nearest(folder.path(here)).toRealPath();
        return List.of(judge(real, Mounts.parse(here.lines("/proc/self/mounts"))));
    }

    Finding judge(Path path, Mounts mounts) {
        Mount mount = mounts.of(path).orElse(null);
        if (mount == null) {
            return Finding.green(what(), "of " + path + ": unknown");
        }
        String text = "of " + path + ": " + mount.type() + " at " + mount.point();
        String elsewhere = "elsewhere: " + folder.another() + ".";
        if (mount.has("ro")) {
            return Finding.red(what(), text + ", mounted read-only", "Put results " + elsewhere);
        } else if (mount.type().equals("tmpfs") || mount.type().equals("ramfs")) {
            return Finding.yellow(
                    what(),
                    text + " is memory: what is there is gone when the machine starts anew",
                    "Put what is to be kept " + elsewhere);
        } else if (mount.type().equals("overlay")) {
            return Finding.yellow(
                    what(),
                    text + " is a container's own: what is there may be gone with it",
                    "Mount a folder of the host, and " + folder.another() + ".");
        } else if (mount.type().startsWith("nfs") && mount.has("soft")) {
            return Finding.yellow(
                    what(),
                    text + " is mounted 'soft': a server that is slow for a while fails what is being written",
                    "Mount it 'hard', or put results " + elsewhere);
        } else if (mount.type().equals("afs")) {
            return Finding.yellow(
                    what(),
                    text + ": writing ends with your token, in the middle of a long study",
                    "Keep the token renewed (krenew), or put results " + elsewhere);
        } else if (WITHOUT_MODES.contains(mount.type())) {
            return Finding.yellow(
                    what(), text + " keeps no modes of files: nothing on it is private", "Put results " + elsewhere);
        }
        return Finding.green(what(), text + (SHARED.contains(mount.type()) ? ", shared" : ""));
    }
}
