package org.attune.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.local.LocalRunner;
import org.attune.spec.StudySpecReader;
import org.attune.tuner.TrialRunner;

/** A head and a worker in this process keep what every runner promises. */
class LocalRunnerContractTest extends TrialRunnerContract {

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) throws Exception {
        return LocalRunner.of(
                StudySpecReader.fromJson(HostedStudies.shell("demo", folder, LocalWorkerContractTest.script(behaviour))
                        .spec()),
                folder,
                List.of(),
                results,
                Workers.environmentWith(Map.of()),
                Workers.machine(3),
                line -> {});
    }
}
