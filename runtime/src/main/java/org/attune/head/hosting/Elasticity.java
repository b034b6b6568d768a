package org.attune.head.hosting;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.attune.spec.StudySpec;

/** Has worker jobs come and go with what studies need. */
@FunctionalInterface
public interface Elasticity {

    /** Those of a study; {@link #close} ends them. */
    interface Jobs extends AutoCloseable {
        /** How they stand, for people; empty if there is nothing to say. */
        String standing();

        @Override
        void close();
    }

    /**
     * Begins with the jobs of a study, or goes on with those that it has.
     *
     * @param id the study's, the same for all heads of the cluster as long as it runs
     * @param startable asks how many trials could begin now if there were places for them; the answer may never come
     * @param say told, for people, what comes of it
     */
    Jobs begin(String id, StudySpec spec, Consumer<IntConsumer> startable, Consumer<String> say);

    /** Without any. */
    static Elasticity none() {
        return (id, spec, startable, say) -> new Jobs() {
            @Override
            public String standing() {
                return "";
            }

            @Override
            public void close() {}
        };
    }
}
