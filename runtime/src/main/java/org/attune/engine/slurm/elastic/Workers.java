package org.attune.engine.slurm.elastic;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What the head knows of the workers in the jobs of a study. */
public interface Workers {

    /** How many more jobs what waits could use at once, beside those that have no room; 0 if nothing waits. */
    int wanted();

    /** What the workers of each job do, by its id; jobs without a worker are not there. */
    Map<String, WorkerJob.Use> uses();

    /** Machines where no job is of use for now, since trials fail there that run elsewhere. */
    Set<String> badHosts();

    /**
     * Has workers leave that have nothing to do.
     *
     * @return the jobs of which all workers leave
     */
    Set<String> dismiss(Collection<String> jobs, String why);
}
