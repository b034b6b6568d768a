package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.attune.engine.slurm.FakeSlurm;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.Tail;
import org.attune.wire.Grants;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SlurmInquestTest {
    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private FakeSlurm slurm;
    private SlurmCommands commands;
    private SlurmInquest inquest;

    @BeforeEach
    void hasAFake() {
        slurm = new FakeSlurm(folder);
        commands = new SlurmCommands(slurm.environment());
        inquest = new SlurmInquest(commands, log::add);
    }

    @AfterEach
    void close() {
        inquest.close();
    }

    private record Worker(String name, Map<String, String> labels) implements WorkerHandle {
        @Override
        public Grants grants() {
            return Demands.grants(name, 1, 1, List.of(), Map.of(), labels);
        }

        @Override
        public void send(ToWorker message) {}

        @Override
        public boolean isReady() {
            return true;
        }
    }

    private static WorkerHandle worker(String job) {
        return new Worker("n1", Map.of("slurm_job", job));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }

    @Test
    void aJobThatIsOverIsFoundOutOnceForAllItsWorkers() throws Exception {
        String job = Long.toString(commands.submit(List.of("--chdir=" + folder), "#!/bin/sh\nsleep 1000\n"));
        slurm.end(job, "NODE_FAIL");
        inquest.begin(worker(job), false);
        inquest.begin(worker(job), false);
        await(() -> inquest.found(worker(job)).isPresent());
        assertThat(inquest.found(worker(job))).hasValue(JobState.NODE_FAIL);
        assertThat(slurm.calls("scontrol")).hasSize(1);
        assertThat(log).containsExactly("job " + job + ", of n1: Slurm says NODE_FAIL");
    }

    @Test
    void ofManyJobsTheLastOnesAreKnown() throws Exception {
        try (SlurmInquest forgetful = new SlurmInquest(commands, log::add, 2)) {
            for (String job : List.of("1", "2", "3")) {
                commands.submit(List.of("--chdir=" + folder), "#!/bin/sh\nsleep 1000\n");
                slurm.end(job, "NODE_FAIL");
                forgetful.begin(worker(job), false);
                await(() -> forgetful.found(worker(job)).isPresent());
            }
            assertThat(forgetful.found(worker("1"))).isEmpty();
            assertThat(forgetful.found(worker("2"))).hasValue(JobState.NODE_FAIL);
        }
    }

    @Test
    void aJobOfSeveralNodesHasOtherWorkers() throws Exception {
        String alone = Long.toString(commands.submit(List.of("--chdir=" + folder), "#!/bin/sh\nsleep 1000\n"));
        String four =
                Long.toString(commands.submit(List.of("--nodes=4", "--chdir=" + folder), "#!/bin/sh\nsleep 1000\n"));
        for (String job : List.of(alone, four)) {
            slurm.end(job, "OUT_OF_MEMORY");
            inquest.begin(worker(job), false);
            await(() -> inquest.found(worker(job)).isPresent());
        }
        assertThat(inquest.isShared(worker(alone))).isFalse();
        assertThat(inquest.isShared(worker(four))).isTrue();
    }

    @Test
    void whatSlurmPrintedIntoTheJobsOutputTellsOfMemoryWhereItsStateDoesNot() throws Exception {
        String words = "slurmstepd: error: Step 7.0 exceeded memory limit (612 > 150), being killed";
        String job = Long.toString(
                commands.submit(List.of("--chdir=" + folder), "#!/bin/sh\necho '" + words + "'\nsleep 1000\n"));
        await(() -> Tail.of(folder.resolve("slurm-" + job + ".out")).contains(words));
        slurm.end(job, "FAILED");
        inquest.begin(worker(job), false);
        await(() -> inquest.found(worker(job)).isPresent());
        assertThat(inquest.found(worker(job))).hasValue(JobState.OUT_OF_MEMORY);
    }

    @Test
    void aSlurmThatSaysNoIsAskedOnce() throws Exception {
        slurm.fault("scontrol", "{\"code\": 1, \"err\": \"scontrol: error: Rate limit exceeded\"}");
        inquest.begin(worker("12"), false);
        await(() -> !log.isEmpty());
        for (int job = 13; job < 50; job++) {
            inquest.begin(worker(Integer.toString(job)), false);
        }
        inquest.close();
        assertThat(slurm.calls("scontrol")).hasSize(1);
        assertThat(inquest.found(worker("12"))).isEmpty();
    }

    @Test
    void aWorkerThatIsInNoJobIsNotAskedFor() {
        inquest.begin(new Worker("n1", Map.of()), false);
        assertThat(inquest.found(new Worker("n1", Map.of()))).isEmpty();
        inquest.close();
        assertThat(slurm.calls("scontrol")).isEmpty();
    }
}
