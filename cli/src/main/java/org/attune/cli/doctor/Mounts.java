package org.attune.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The file systems that are mounted, as {@code /proc/self/mounts} has them. */
record Mounts(List<Mount> all) {

    /** {@code options} of it: {@code ro}, {@code soft}. */
    record Mount(Path point, String type, List<String> options) {
        boolean has(String option) {
            return options.contains(option);
        }
    }

    static Mounts parse(List<String> lines) {
        List<Mount> all = new ArrayList<>();
        for (String line : lines) {
            // device point type options 0 0
            String[] fields = line.split(" ");
            if (fields.length >= 4 && fields[1].startsWith("/")) {
                all.add(new Mount(Path.of(plain(fields[1])), fields[2], Arrays.asList(fields[3].split(","))));
            }
        }
        return new Mounts(all);
    }

    /** Of those at one place the last lies above the others. */
    Optional<Mount> of(Path path) {
        Mount found = null;
        for (Mount mount : all) {
            boolean isDeeper = found == null
                    || mount.point().getNameCount() >= found.point().getNameCount();
            if (path.startsWith(mount.point()) && isDeeper) {
                found = mount;
            }
        }
        return Optional.ofNullable(found);
    }

    private static String plain(String escaped) {
        return escaped.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
