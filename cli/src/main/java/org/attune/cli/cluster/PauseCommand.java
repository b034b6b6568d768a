package org.attune.cli.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.attune.cli.ExitCode;
import org.attune.client.Conversation;
import org.attune.wire.Question;
import org.attune.wire.ToClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "pause",
        header = "Pauses a study that runs on a cluster.",
        description = {
            "",
            "Its trials save what they have and end; it goes on with the command that put it there. Returns when it is paused. Of one that is paused or has ended already it says so."
        },
        footer = {
            "  attune pause cgconv",
            "  attune pause cgconv --now                  without waiting for trials to save"
        })
public final class PauseCommand implements Callable<Integer> {
    /** Trials may take their whole grace period, and a disk may not answer. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    @Parameters(paramLabel = "STUDY", description = "Name of the study.")
    private String study;

    @Mixin
    private HeadOptions head;

    @Option(names = "--now", description = "End its trials at once; they go on from their last checkpoint later.")
    private boolean now;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        AtomicBoolean isAbsent = new AtomicBoolean();
        try (HeadAccess access = head.dial();
                Conversation pausing = access.client().ask(new Question.PauseStudy(study, now, false), message -> {
                    if (message instanceof ToClient.Part part) {
                        isAbsent.set(part.value().containsKey("stands"));
                        out.println(part.value().get("line"));
                        out.flush();
                    }
                })) {
            if (!pausing.await(A_MOMENT)) {
                spec.commandLine()
                        .getErr()
                        .println(
                                now
                                        ? "Waiting for trials to end."
                                        : "Waiting for trials to save; --now ends them at once.");
            }
            if (!pausing.await(PATIENCE)) {
                throw new IOException("the study " + study + " has not paused within " + PATIENCE.toMinutes()
                        + " minutes. With --now it does not wait for its trials to save.");
            }
        }
        if (!isAbsent.get()) {
            out.println(study + " is paused. What was reported is kept; trials go on from their last checkpoint.");
        }
        return ExitCode.OK;
    }
}
