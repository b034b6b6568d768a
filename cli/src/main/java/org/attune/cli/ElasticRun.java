package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.attune.analysis.StudyFolders;
import org.attune.cli.cluster.OwnCluster;
import org.attune.cli.slurm.ElasticFolder;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.spec.SlurmSpec;
import org.attune.spec.StudySpec;

/** A study whose workers are jobs on Slurm, run where its jobs are submitted from: on a cluster of its own, whose head is here, and which ends with it. */
final class ElasticRun {
    private final Path folder;
    private final PrintWriter err;

    ElasticRun(StudySpec spec, Map<String, String> environment, PrintWriter err) {
        this.folder = ElasticFolder.of(spec.study(), StudyFolders.standard().folder(spec.study()), environment);
        this.err = err;
    }

    /** Whether a study asks for worker jobs where there is Slurm. */
    static boolean isFor(StudySpec spec) {
        return spec.slurm().flatMap(SlurmSpec::elastic).isPresent()
                && SlurmCommands.here().areThere();
    }

    /** @return what the work returned */
    int run(StepRun.Work work) throws IOException, InterruptedException {
        OwnCluster cluster = OwnCluster.start(folder);
        err.println(
                "The head is here, and workers are Slurm's jobs. Head and jobs say what they do in " + folder + ".");
        try {
            return work.on(folder);
        } finally {
            cluster.stop();
        }
    }
}
