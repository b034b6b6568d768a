package org.attune.worker;

import java.nio.file.Path;
import java.util.Map;
import org.attune.local.LocalRunner;
import org.attune.spec.StudySpecReader;
import org.attune.tuner.TrialRunner;

/** A head and a worker in this process keep what every runner promises. */
class LocalRunnerContractTest extends TrialRunnerContract {

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) throws Exception {
        return LocalRunner.of(
                StudySpecReader.fromJson(
                        HostedStudies.shell("demo", folder, script(behaviour)).spec()),
                folder,
                results,
                Workers.environmentWith(Map.of()),
                Workers.machine(3),
                line -> {});
    }

    /** For {@code sh}, with the functions of {@link Workers#CLIENT}. */
    private static String script(Behaviour behaviour) {
        return switch (behaviour) {
            case REPORTS_TWICE -> "report '\"metrics\": {\"loss\": 1}'; report '\"metrics\": {\"loss\": 2}'";
            case REPORTS_FOR_EVER -> "while :; do report '\"metrics\": {\"loss\": 1}'; done";
            case REPORTS_ONCE_AND_WAITS -> "report '\"metrics\": {\"loss\": 1}'; sleep 1000";
            case FAILS -> "report '\"metrics\": {\"loss\": 1}'; echo it is broken >&2; exit 3";
            case SAVES ->
                "echo 7 > $ATTUNE_SAVE/state;"
                        + "report \"\\\"metrics\\\": {\\\"loss\\\": 1}, \\\"checkpoint\\\": \\\"$ATTUNE_SAVE\\\"\"";
            case LOADS ->
                "if [ -f $ATTUNE_CHECKPOINT/state ]; then report '\"metrics\": {\"found\": 1}'; "
                        + "else report '\"metrics\": {\"found\": 0}'; fi";
        };
    }
}
