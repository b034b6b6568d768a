package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LostScriptTest {
    @TempDir
    Path folder;

    /** What Slurm says, as it was seen with a node that had crashed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JobState=RUNNING Requeue=1 BatchFlag=1 NodeList=n2 BatchHost=n1            | LOST
            JobState=RUNNING Requeue=1 BatchFlag=1 NodeList=n[2-4,10] BatchHost=n1     | LOST
            JobState=RUNNING Requeue=1 BatchFlag=1 NodeList=n[1-2] BatchHost=n1        | NOT_YET
            JobState=RUNNING Requeue=0 BatchFlag=1 NodeList=n2 BatchHost=n1            | ELSE
            JobState=RUNNING Requeue=1 BatchFlag=1 NodeList=n[2-3] BatchHost=n2        | ELSE
            JobState=PENDING Requeue=1 BatchFlag=1 NodeList= NumNodes=1                | ELSE
            JobState=COMPLETING Requeue=1 BatchFlag=1 NodeList=n2 BatchHost=n1         | ELSE
            JobState=RUNNING Requeue=0 BatchFlag=0 NodeList=n2 NumNodes=1              | ELSE
            """)
    void aJobHasLostItsScriptWhenItsNodeIsNoMoreOfTheJob(String fields, LostScript.Finding finding) throws Exception {
        scontrol("echo 'JobId=7 " + fields + "'");
        assertThat(LostScript.of(commands().one("7").orElseThrow(), "n1")).isEqualTo(finding);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "11, 10", "500, 10"})
    void tasksAskOneAfterTheOther(int rank, int minutes) {
        assertThat(LostScript.turn(rank)).isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void theFirstThatIsLeftHasTheJobBegunAnew() throws Exception {
        scontrol(
                "echo \"$*\" >>" + folder + "/calls",
                "[ $1 = requeue ] || echo 'JobId=7 JobState=RUNNING Requeue=1 NodeList=n2 BatchHost=n1'");
        List<String> said = beginAnew(() -> false);
        assertThat(Files.readAllLines(folder.resolve("calls"))).last().isEqualTo("requeue 7");
        assertThat(said).containsExactly("The node of the job's script is lost: the job is to begin anew.");
    }

    @Test
    void whereSlurmCannotBeAskedThatIsSaid() throws Exception {
        assertThat(beginAnew(() -> false))
                .singleElement()
                .asString()
                .startsWith("Whether the job has lost its script cannot be asked: ");
    }

    @Test
    void ifTheFirstNodeIsThereAgainNobodyAsks() throws Exception {
        scontrol("echo \"$*\" >>" + folder + "/calls");
        assertThat(beginAnew(() -> true)).isEmpty();
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    private List<String> beginAnew(BooleanSupplier isThere) throws InterruptedException {
        SlurmPlace place = SlurmPlace.of(Map.of(
                        "SLURM_JOB_ID", "7",
                        "SLURM_STEP_ID", "0",
                        "SLURM_PROCID", "1",
                        "SLURM_STEP_NUM_TASKS", "2",
                        "SLURM_STEP_NODELIST", "n[1-2]"))
                .orElseThrow();
        List<String> said = new ArrayList<>();
        new LostScript(place, commands(), said::add).beginAnew(isThere);
        return said;
    }

    private void scontrol(String... lines) throws IOException {
        Path program = folder.resolve("scontrol");
        Files.writeString(program, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        program.toFile().setExecutable(true);
    }

    private SlurmCommands commands() {
        return new SlurmCommands(Map.of("PATH", folder.toString()));
    }
}
