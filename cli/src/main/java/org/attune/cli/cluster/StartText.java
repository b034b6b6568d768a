package org.attune.cli.cluster;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.cli.ShellText;
import org.attune.wire.HeadAddress;

/**
 * What a start says: where the head is, and what to do next.
 *
 * @param already whether it was there before
 */
record StartText(FolderOption folder, HeadAddress head, boolean already) {

    void print(PrintWriter out) {
        String called = ShellText.called(System.getenv());
        out.println((already ? "The cluster has a head already: " : "The head of the cluster is there: ")
                + Heads.name(head) + ", port " + head.port() + ".");
        out.println("Folder:   " + folder.path() + " (whoever can read its key can run programs as you)");
        out.println("Workers:  " + folder.command(called, "worker") + "      on any machine that sees the folder");
        out.println("          "
                + ShellText.line(called, List.of("worker", "--head", Heads.dialled(head), "--key", "key.pem"))
                + "      elsewhere, with a copy of " + folder.path().resolve("key.pem"));
        out.println("Studies:  "
                + ShellText.line(
                        called,
                        List.of("run", "study.yaml", "--cluster", folder.path().toString())));
        out.println("Look:     " + folder.command(called, "nodes"));
        out.println("End:      " + folder.command(called, "cluster", "stop"));
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>(Heads.json(head));
        map.put("folder", folder.path().toString());
        map.put("already", already);
        return map;
    }
}
