package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.journal.Ownership;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LinkRunTest {
    @TempDir
    Path folder;

    private Path study;
    private Submission submission;
    private Path bin;
    private SlurmCommands slurm;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void isSubmitted() throws Exception {
        bin = Files.createDirectory(folder.resolve("bin"));
        command("sbatch", "echo 101");
        command("squeue", "");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        slurm = new SlurmCommands(environment);
        study = Files.createDirectory(folder.resolve("toy"));
        submission = new Submission(
                Submission.fresh(study),
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofMinutes(10)),
                folder.resolve("%j.log").toString());
        submission.begin("#!/bin/sh\n#SBATCH --chdir=" + folder + "\n", "toy", "attune slurm submit toy.yaml");
    }

    private void command(String name, String line) throws Exception {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Whether job 100 has found somebody else at work, in which a command ended so. */
    private boolean foundRun(int code) throws Exception {
        SlurmPlace place = SlurmPlace.of(Map.of("SLURM_JOB_ID", "100", "SLURM_CPUS_ON_NODE", "1"))
                .orElseThrow();
        int ended = new LinkRun(submission, place, slurm, new PrintWriter(said, true))
                .run(List.of("sh", "-c", "exit " + code));
        assertThat(ended).as(said.toString()).isEqualTo(code);
        return submission.links().stream().filter(link -> link.job() == 100).anyMatch(Link::foundRun);
    }

    @Test
    void thatSomebodyElseRunsTheStudyIsNoted() throws Exception {
        Ownership other = Ownership.acquire(study, false);
        assertThat(foundRun(2)).isTrue();
        other.close();
    }

    @Test
    void oneThatWasKilledItselfSeemsAliveForAMomentAndIsNobodyElse() throws Exception {
        Ownership itself = Ownership.acquire(study, false);
        assertThat(foundRun(137)).isFalse();
        itself.close();
    }

    @Test
    void thatNoneFollowsIsSaidWhereSlurmTookNoneToTheLast() throws Exception {
        command("sbatch", "echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit: job submit limit' >&2; exit 1");
        foundRun(1);
        assertThat(said.toString())
                .contains(
                        "attune: no allocation follows this one: Slurm takes no more now: sbatch: QOSMaxSubmitJobPerUserLimit: job submit limit.");
    }

    @Test
    void oneThatASubmitLeftUnrecordedIsTheOneThatFollows() throws Exception {
        command("squeue", "echo '77|PENDING|main|1|||||toy|script:" + submission.script() + "'");
        foundRun(0);
        assertThat(submission.links())
                .extracting(link -> link.job() + " after " + link.after().orElse(0))
                .containsExactly("100 after 0", "77 after 100");
        assertThat(said.toString()).contains("attune: job 77 goes on after this one");
    }

    @Test
    void aWrongStudyFileIsNobodyElse() throws Exception {
        assertThat(foundRun(2)).isFalse();
    }
}
