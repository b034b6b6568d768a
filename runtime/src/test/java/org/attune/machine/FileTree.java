package org.attune.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of a kernel, written by hand. */
public record FileTree(Path root) {

    public FileTree file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        return this;
    }

    /** A hierarchy of the old kind. {@code root}: the group that is mounted. */
    public FileTree mounted(String controllers, String root, String point) throws IOException {
        return mount("35 25 0:30 " + root + " " + point + " rw,relatime shared:9 - cgroup cgroup rw," + controllers);
    }

    public FileTree mountedUnified(String root, String point) throws IOException {
        return mount("36 25 0:31 " + root + " " + point + " rw,nosuid - cgroup2 cgroup2 rw,nsdelegate");
    }

    private FileTree mount(String line) throws IOException {
        String other = "22 1 0:21 / / rw,relatime - ext4 /dev/vda rw";
        Path file = root.resolve("proc/self/mountinfo");
        return file("/proc/self/mountinfo", (Files.exists(file) ? Files.readString(file) : other + "\n") + line);
    }

    /** A program that prints what is written here. */
    public FileTree tool(String name, String script) throws IOException {
        file("/bin/" + name, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(root.resolve("bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    SystemFiles files() {
        return new SystemFiles(root);
    }
}
