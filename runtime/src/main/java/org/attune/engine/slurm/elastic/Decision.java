package org.attune.engine.slurm.elastic;

import java.util.List;

/** What to do about worker jobs now. */
public sealed interface Decision {
    /** For people; empty if there is nothing to say. */
    String why();

    /** So many more, as one array if there are several. */
    record Submit(int jobs) implements Decision {
        @Override
        public String why() {
            return "";
        }
    }

    /** These, which have no worker, or none that is of use. */
    record Cancel(List<String> jobs, boolean isFailure, String why) implements Decision {
        public Cancel {
            jobs = List.copyOf(jobs);
        }
    }

    /** The workers of these leave, and with them the jobs end. {@code isFailure}: although something waits, for which they were of no use. */
    record Dismiss(List<String> jobs, boolean isFailure, String why) implements Decision {
        public Dismiss {
            jobs = List.copyOf(jobs);
        }
    }

    /** Nothing. */
    record Nothing(String why) implements Decision {}
}
