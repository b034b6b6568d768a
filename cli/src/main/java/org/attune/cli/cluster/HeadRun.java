package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.function.Consumer;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.Interrupts;
import org.attune.cli.ThisProgram;
import org.attune.cli.Warnings;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.head.Head;
import org.attune.head.HeadLog;
import org.attune.head.HeadSettings;
import org.attune.head.Terms;
import org.attune.text.Json;
import org.attune.wire.ClusterFolder;

/** This process as the head, until it is stopped. */
record HeadRun(FolderOption folder, int port, boolean takeOver, boolean quiet, PrintWriter out) {

    int run() throws IOException, InterruptedException {
        ClusterFolder cluster = ClusterFolder.make(folder.path());
        try (HeadLog log = new HeadLog(cluster.path(), Clock.systemUTC())) {
            return run(cluster, log);
        }
    }

    private int run(ClusterFolder cluster, HeadLog log) throws IOException, InterruptedException {
        Consumer<String> tell = quiet ? log : log.andThen(this::say);
        HeadSettings settings =
                new HeadSettings(cluster, port, takeOver, Terms.USUAL, ThisProgram.file(), tell, AllocationEnd.here());
        Warnings.to(tell);
        try (Interrupts interrupts = new Interrupts();
                Head head = Head.start(settings)) {
            interrupts.are(head::leave, head::leave);
            StartText text = new StartText(folder, head.address(), false);
            if (quiet) {
                out.println(Json.text(text.json()));
            } else {
                text.print(out);
            }
            out.flush();
            return switch (head.awaitEnd()) {
                case STOPPED -> ExitCode.OK;
                case LEFT -> ExitCode.INTERRUPTED;
                case DEPOSED ->
                    throw new BadInput(
                            "another head has taken over the cluster in " + folder.path() + "; this one has ended.");
            };
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
