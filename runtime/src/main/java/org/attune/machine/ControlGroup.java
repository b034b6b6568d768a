package org.attune.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The control group that this process is in, as one controller sees it, and the groups around it: a limit of any of them holds.
 *
 * @param unified whether it is of the unified hierarchy (version 2)
 * @param mount where the topmost group that can be seen lies
 * @param folders of the group itself, and then upwards
 */
public record ControlGroup(boolean unified, Path mount, List<Path> folders) {

    /** One mounted hierarchy: {@code root} is the group that lies at {@code point}. */
    private record Mount(String root, Path point) {}

    /** That of this process for a controller such as {@code memory}. */
    public static Optional<ControlGroup> here(String controller) {
        return of(SystemFiles.here(), controller);
    }

    /** That of the process whose files lie under a root other than {@code /}. */
    public static Optional<ControlGroup> under(Path root, String controller) {
        return of(new SystemFiles(root), controller);
    }

    static Optional<ControlGroup> of(SystemFiles files, String controller) {
        List<String> memberships = files.lines("/proc/self/cgroup");
        // A mixed system shows the unified hierarchy too, while the controller is on the old one.
        for (String line : memberships) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && Arrays.asList(fields[1].split(",")).contains(controller)) {
                return mount(files, controller).map(mount -> of(false, mount, fields[2]));
            }
        }
        for (String line : memberships) {
            if (line.startsWith("0::")) {
                return mount(files, "").map(mount -> of(true, mount, line.substring(3)));
            }
        }
        return Optional.empty();
    }

    private static ControlGroup of(boolean unified, Mount mount, String path) {
        List<Path> folders = new ArrayList<>();
        for (Path folder = folder(mount, path); folder.startsWith(mount.point()); folder = folder.getParent()) {
            folders.add(folder);
        }
        return new ControlGroup(unified, mount.point(), List.copyOf(folders));
    }

    /** Within a container the path is the host's, and the container's group, or one above it, is what is mounted. */
    private static Path folder(Mount mount, String path) {
        String inside =
                path.startsWith(mount.root()) ? path.substring(mount.root().length()) : path;
        Path folder = mount.point().resolve(inside.replaceFirst("^/+", "")).normalize();
        return folder.startsWith(mount.point()) && Files.isDirectory(folder) ? folder : mount.point();
    }

    /** {@code controller}: empty for the unified hierarchy. */
    private static Optional<Mount> mount(SystemFiles files, String controller) {
        for (String line : files.lines("/proc/self/mountinfo")) {
            // id parent device root point options optional... - type source super-options
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ");
            String[] kind = halves.length == 2 ? halves[1].split(" ") : new String[0];
            if (fields.length >= 5 && kind.length >= 3 && isOf(kind, controller)) {
                return Optional.of(new Mount(fields[3].equals("/") ? "" : fields[3], files.at(fields[4])));
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(String[] kind, String controller) {
        return controller.isEmpty()
                ? kind[0].equals("cgroup2")
                : kind[0].equals("cgroup") && Arrays.asList(kind[2].split(",")).contains(controller);
    }

    /** For people: {@code control group /jobs/7}. */
    String name(Path folder) {
        return folder.equals(mount) ? "the control group" : "control group /" + mount.relativize(folder);
    }
}
