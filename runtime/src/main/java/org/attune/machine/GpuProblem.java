package org.attune.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether NVIDIA's devices that were granted can be used. */
final class GpuProblem {
    private static final String REMEDY =
            " Leave this machine out (sbatch --exclude), and tell those who look after it.";

    /** Files of devices: how many there are, and how many of them this process may open. Where control groups keep devices apart, the others are there too, but cannot be opened. */
    record Devices(int all, int openable) {}

    private GpuProblem() {}

    /** @param complaint of the driver's program; absent if it has none, or is not there */
    static Optional<String> of(List<String> granted, Optional<String> complaint, Devices files) {
        boolean isSplit = granted.stream().anyMatch(id -> id.startsWith("MIG-"));
        int needed = isSplit ? 1 : granted.size();
        String what = (granted.size() == 1 ? "GPU " : "GPUs ") + String.join(", ", granted);
        if (complaint.isPresent()) {
            return Optional.of(what + ": nvidia-smi cannot be asked for them, as " + complaint.get() + "." + REMEDY);
        } else if (files.all() > 0 && files.openable() < needed) {
            return Optional.of(what + (granted.size() == 1 ? " was" : " were") + " granted, but of " + files.all()
                    + " devices /dev/nvidia* only " + files.openable() + " can be opened." + REMEDY);
        }
        return Optional.empty();
    }

    static Devices openable(Path folder) {
        int all = 0;
        int openable = 0;
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(folder, "nvidia[0-9]*")) {
            for (Path device : devices) {
                all++;
                openable += opens(device) ? 1 : 0;
            }
        } catch (IOException e) {
            return new Devices(0, 0);
        }
        return new Devices(all, openable);
    }

    private static boolean opens(Path device) {
        try {
            Files.newByteChannel(device).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
