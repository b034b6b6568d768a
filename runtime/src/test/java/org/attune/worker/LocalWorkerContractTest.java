package org.attune.worker;

import java.nio.file.Path;
import org.attune.tuner.TrialRunner;

class LocalWorkerContractTest extends TrialRunnerContract {

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) {
        return Workers.shell(script(behaviour), folder, results);
    }

    /** For {@code sh}, with the functions of {@link Workers#CLIENT}. */
    static String script(Behaviour behaviour) {
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
