package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.elastic.WorkerJob.Use;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A day of a cluster on which all goes wrong now and then, in virtual time. */
class ElasticSimulationTest {
    private static final int MIN = 1;
    private static final int MAX = 6;
    private static final long SECOND = 1_000;
    private static final long IDLE = 120 * SECOND;
    private static final int DAY = 86_400;

    static List<Long> seeds() {
        long first = System.nanoTime() % 1_000_000;
        return List.of(first, first + 1, first + 2);
    }

    /** One job of the simulated Slurm. */
    private static final class Job {
        final int id;
        final long due;
        long since;
        long useSince;
        JobState state = JobState.PENDING;
        Use use = Use.NONE;
        long joins;
        long trialEnds;
        boolean isAsked;
        boolean hasProved;

        Job(int id, long now, long due) {
            this.id = id;
            this.since = now;
            this.due = due;
        }

        void use(Use next, long now) {
            if (use != next) {
                use = next;
                useSince = now;
            }
        }
    }

    private final Elastic elastic = new Elastic(MIN, MAX, IDLE);
    private final List<Job> jobs = new ArrayList<>();
    private Course course;
    private Random random;
    private int demand;
    private int submitted;
    private int calls;
    private int below;

    @ParameterizedTest
    @MethodSource("seeds")
    void withRandomDemandThereAreNeverTooManyNeverLongTooFewAndNoStorm(long seed) {
        System.out.println("seed " + seed);
        random = new Random(seed);
        course = Course.begin(seed);
        for (long now = 0; now < DAY * SECOND; now += SECOND) {
            world(now);
            act(now);
            assertThat(jobs.size()).as("at %d of seed %d", now, seed).isLessThanOrEqualTo(MAX);
            boolean mayHaveMore = !course.isStopped() && now >= course.notBefore();
            below = jobs.size() < MIN && mayHaveMore ? below + 1 : 0;
            assertThat(below).as("below the least, at %d of seed %d", now, seed).isLessThan(5);
        }
        assertThat(submitted).as("jobs of seed %d", seed).isBetween(10, 3_000);
        assertThat(calls).as("calls of seed %d", seed).isLessThan(2_000);
    }

    private void world(long now) {
        if (random.nextInt(600) == 0) {
            demand = random.nextInt(4) == 0 ? 0 : random.nextInt(12);
        }
        boolean isBad = now / SECOND % 21_600 > 18_000;
        for (Job job : List.copyOf(jobs)) {
            if (job.state == JobState.PENDING && now >= job.due) {
                job.state = JobState.RUNNING;
                job.since = now;
                job.joins = now + (1 + random.nextInt(20)) * SECOND;
            } else if (job.state == JobState.RUNNING && random.nextInt(isBad ? 20 : 5_000) == 0) {
                over(job, JobState.PREEMPTED, now);
            } else if (job.state == JobState.RUNNING && now - job.since > 7_200 * SECOND) {
                over(job, JobState.TIMEOUT, now);
            } else if (job.state == JobState.RUNNING && job.use == Use.NONE && now >= job.joins) {
                job.use(Use.IDLE, now);
            } else if (job.use == Use.BUSY && now >= job.trialEnds) {
                job.use(Use.IDLE, now);
            }
            if (job.use == Use.IDLE && demand > 0 && jobs.contains(job)) {
                demand--;
                job.use(Use.BUSY, now);
                job.trialEnds = now + (1 + random.nextInt(300)) * SECOND;
            }
            if (job.use != Use.NONE && !job.hasProved && now - job.since >= course.proof() + 20 * SECOND) {
                job.hasProved = true;
                course = course.steady();
            }
        }
    }

    private void over(Job job, JobState state, long now) {
        jobs.remove(job);
        if (!job.isAsked) {
            course = course.ended(
                    now,
                    state,
                    now - job.since,
                    job.use != Use.NONE,
                    job.use != Use.NONE,
                    "job " + job.id + " " + state);
        }
    }

    private void act(long now) {
        Situation situation = new Situation(
                now, true, demand, 0, jobs.stream().map(this::seen).toList());
        course = course.look(situation, elastic.target(situation));
        Decision decision = elastic.decide(situation, course);
        if (decision instanceof Decision.Submit submit) {
            calls++;
            if (random.nextInt(5) == 0) {
                course = course.refused(now, "Slurm temporarily unable to accept job", true);
                return;
            }
            for (int i = 0; i < submit.jobs(); i++) {
                jobs.add(new Job(++submitted, now, now + random.nextInt(600) * SECOND));
            }
        } else if (decision instanceof Decision.Cancel cancel) {
            calls++;
            jobs.removeIf(job -> cancel.jobs().contains(Integer.toString(job.id)));
        } else if (decision instanceof Decision.Dismiss dismiss) {
            dismiss.jobs().forEach(id -> assertThat(find(id).use).isEqualTo(Use.IDLE));
            jobs.removeIf(job -> dismiss.jobs().contains(Integer.toString(job.id)));
        }
    }

    private Job find(String id) {
        return jobs.stream()
                .filter(job -> Integer.toString(job.id).equals(id))
                .findFirst()
                .orElseThrow();
    }

    private WorkerJob seen(Job job) {
        return new WorkerJob(
                Integer.toString(job.id),
                job.state,
                JobReason.NONE,
                "None",
                Optional.empty(),
                job.since,
                job.use,
                job.useSince,
                true);
    }
}
