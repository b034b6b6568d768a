package org.attune.head;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.elastic.Elastic;
import org.attune.engine.slurm.elastic.JobOrder;
import org.attune.engine.slurm.elastic.WorkerJobs;
import org.attune.engine.slurm.elastic.WorkerScript;
import org.attune.head.hosting.Elasticity;
import org.attune.spec.ElasticSpec;
import org.attune.spec.SlurmSpec;
import org.attune.spec.StudySpec;

/**
 * The worker jobs of a head's studies, for those whose file asks for them.
 *
 * @param program which is Attune
 * @param folder the cluster's
 */
record ElasticStudies(Roster roster, Arbiter arbiter, Runners runners, Path program, Path folder)
        implements Elasticity {

    @Override
    public Jobs begin(String id, StudySpec spec, Consumer<IntConsumer> startable, Consumer<String> say) {
        Optional<ElasticSpec> asked = spec.slurm().flatMap(SlurmSpec::elastic);
        if (asked.isEmpty()) {
            return Elasticity.none().begin(id, spec, startable, say);
        }
        ElasticSpec limits = asked.get();
        WorkerScript script = new WorkerScript(spec.slurm().get(), spec.resources());
        script.misfit().ifPresent(why -> say.accept("no worker jobs are submitted for trials: " + why + "."));
        WorkerJobs jobs = WorkerJobs.begin(
                SlurmCommands.here(),
                new Elastic(limits.min(), limits.max(), limits.idleTimeout().toMillis()),
                script.order(JobOrder.name(spec.study(), id), program, folder),
                new JobWorkers(spec.study(), script, startable, roster, arbiter, runners),
                say);
        return new Jobs() {
            @Override
            public String standing() {
                return jobs.standing();
            }

            @Override
            public void close() {
                jobs.close();
            }
        };
    }
}
