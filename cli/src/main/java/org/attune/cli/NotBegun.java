package org.attune.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.cli.slurm.SlurmView;
import org.attune.text.Json;

/** A study that was submitted to Slurm, and of whose first allocation nothing is seen yet. */
record NotBegun(Path folder, SlurmView slurm) {

    void print(boolean json, PrintWriter out) {
        String study = folder.getFileName().toString();
        if (json) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("study", study);
            row.put("state", "NOT_BEGUN");
            row.put("jobs", slurm.json());
            out.println(Json.text(row));
            return;
        }
        boolean isOver = !slurm.isLive() && slurm.silence().isEmpty();
        out.println(
                study + ": submitted, " + (isOver ? "but no job of it is left, and it never began" : "not begun yet"));
        slurm.lines().forEach(out::println);
        out.println("Folder: " + folder);
    }
}
