package org.attune.head.hosting;

import java.io.IOException;
import java.util.Map;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.analysis.UnknownStudyException;
import org.attune.background.Daemons;
import org.attune.head.Answering.Asker;
import org.attune.tuner.Troubles;
import org.attune.wire.ToClient;

/** What there is to say of a study that does not run on this cluster: how its journal says that it stands. */
final class Absent {
    private final StudyFolders results;
    private final String running;

    /** @param running for people: those that do run here */
    Absent(StudyFolders results, String running) {
        this.results = results;
        this.running = running;
    }

    /**
     * Answers on a thread of its own, since a journal may be long, and its disk may stand still.
     *
     * @param mustRun whether there is no other answer of one that does not
     */
    void answer(String study, boolean mustRun, Asker asker) {
        Daemons.thread("attune-absent-" + study, () -> asker.send(last(study, mustRun, asker)))
                .start();
    }

    private ToClient last(String study, boolean mustRun, Asker asker) {
        try {
            LoadedStudy loaded = LoadedStudy.read(results.folder(study));
            if (loaded.head().isPresent()) {
                return new ToClient.Failed(
                        asker.id(),
                        "the study '" + study + "' does not run on this cluster, but by process "
                                + loaded.head().get().pid() + " on "
                                + loaded.head().get().host() + ".");
            }
            String line = standing(study, loaded);
            if (mustRun) {
                return new ToClient.Failed(asker.id(), line);
            }
            asker.send(new ToClient.Part(asker.id(), Map.of("line", line, "stands", true)));
            return new ToClient.Done(asker.id());
        } catch (UnknownStudyException e) {
            return new ToClient.Failed(asker.id(), "no study '" + study + "' runs on this cluster" + running);
        } catch (IOException | RuntimeException e) {
            return new ToClient.Failed(
                    asker.id(), "no study '" + study + "' runs on this cluster" + running + " " + Troubles.text(e));
        }
    }

    private static String standing(String study, LoadedStudy loaded) {
        return switch (loaded.state()) {
            case COMPLETED, FAILED -> study + " has ended: " + reason(loaded) + ".";
            case PAUSED -> study + " is paused. The command that put it there goes on with it.";
            case RUNNING, INTERRUPTED ->
                study + " is interrupted: what ran it has died. The command that started it goes on with it.";
        };
    }

    private static String reason(LoadedStudy loaded) {
        return switch (loaded.study().endReason().orElse("")) {
            case "target" -> "its target is reached";
            case "time" -> "its time is used up";
            case "failures" -> "failures stopped it";
            default -> "all its trials are over";
        };
    }
}
