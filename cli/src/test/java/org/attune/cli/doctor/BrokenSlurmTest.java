package org.attune.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slurms that are broken in one way each, by commands of a test that answer as the real ones did. */
@Timeout(120)
class BrokenSlurmTest {
    private static final String PARTITION = "debug|up|1-00:00:00|3|idle|5|8192|gpu:2";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aSlurmThatIsWhole() throws IOException {
        environment.put("HOME", folder.toString());
        environment.put("PATH", folder.resolve("bin").toString());
        command("date", "exec /bin/date \"$@\"");
        for (String command : List.of("sbatch", "squeue", "scancel", "srun")) {
            command(command, "exit 0");
        }
        sinfo("slurm 23.11.4", PARTITION);
        command("scontrol", "echo 'Slurmctld(primary) at ctl is UP'");
        command("sacctmgr", "echo 'physics||normal,long'");
    }

    private void command(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void sinfo(String version, String partitions) throws IOException {
        command("sinfo", "case $1 in --version) echo '" + version + "';; *) echo '" + partitions + "';; esac");
    }

    private List<Finding> examine(Check check) throws Exception {
        return check.examine(new Surroundings(environment, folder));
    }

    private void told(Check check, String what, Level level, String why, String fix) throws Exception {
        assertThat(examine(check)).anySatisfy(finding -> {
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.why()).contains(why);
            assertThat(finding.fix()).contains(fix);
        });
    }

    @Test
    void aWholeOneIsGreen() throws Exception {
        told(new SlurmCheck(), "Slurm", Level.GREEN, "23.11.4: sbatch", "");
        told(new SlurmCheck(), "controller", Level.GREEN, "answers in", "");
        told(
                new PartitionsCheck(),
                "partition debug",
                Level.GREEN,
                "up to 1-00:00:00, 3 nodes: 5 CPUs, 8.6 GB, gpu:2",
                "");
        told(new PartitionsCheck(), "accounts", Level.GREEN, "physics (QOS normal, long)", "");
    }

    @Test
    void noCommands() throws Exception {
        environment.put("PATH", "/nowhere");
        told(
                new SlurmCheck(),
                "Slurm",
                Level.RED,
                "sbatch, srun, squeue, scancel, scontrol, sinfo are not on the PATH",
                "module");
        assertThat(examine(new PartitionsCheck())).isEmpty();
    }

    @Test
    void noCommandsOnTheNodesOfAJob() throws Exception {
        Files.delete(folder.resolve("bin/sbatch"));
        environment.put("SLURM_JOB_ID", "7");
        told(new SlurmCheck(), "Slurm", Level.YELLOW, "sbatch is not on the PATH of this node", "slurm submit");
    }

    @Test
    void aControllerThatIsDown() throws Exception {
        command("scontrol", "echo 'Slurmctld(primary) at ctl is DOWN'");
        told(new SlurmCheck(), "controller", Level.RED, "controller does not answer", "scontrol ping");
        command(
                "sinfo",
                "echo 'slurm_load_partitions: Unable to contact slurm controller (connect failure)' >&2; exit 1");
        told(new PartitionsCheck(), "partitions", Level.RED, "Unable to contact slurm controller", "Wait");
    }

    @Test
    void aMachineThatKnowsNoCluster() throws Exception {
        command(
                "sinfo",
                "echo 'sinfo: error: resolve_ctls_from_dns_srv: res_nsearch error: Unknown host; fetch_config: DNS SRV lookup failed' >&2; exit 1");
        told(new SlurmCheck(), "controller", Level.RED, "there is no Slurm here", "SLURM_CONF");
    }

    @Test
    void aControllerThatIsSlowAndAVersionThatIsOld() {
        assertThat(new SlurmCheck().answer(Duration.ofSeconds(30)))
                .extracting(Finding::level, Finding::why)
                .containsExactly(Level.YELLOW, "answers in 30.0 s");
        assertThat(new SlurmCheck().version("19.05.5").level()).isEqualTo(Level.YELLOW);
        assertThat(new SlurmCheck().version("25.05.0-rc1").level()).isEqualTo(Level.GREEN);
    }

    @Test
    void noPartitionToUse() throws Exception {
        sinfo("slurm 23.11.4", "");
        told(new PartitionsCheck(), "partitions", Level.RED, "none that you may use", "sinfo -a");
    }

    @Test
    void partitionsThatAreOfNoUse() throws Exception {
        sinfo(
                "slurm 23.11.4",
                PARTITION
                        + "\ndebug|up|1-00:00:00|1|drain|64|257000|(null)\nold|down|infinite|2|idle|5|8192|(null)\ndead|up|1:00:00|2|down*|5|8192|(null)");
        told(
                new PartitionsCheck(),
                "partition debug",
                Level.GREEN,
                "4 nodes: 3 of 5 CPUs, 8.6 GB, gpu:2; 1 of 64 CPUs, 269.5 GB; 1 of them out of use",
                "");
        told(new PartitionsCheck(), "partition old", Level.YELLOW, "not up", "scontrol show partition old");
        told(new PartitionsCheck(), "partition dead", Level.YELLOW, "2 of them out of use", "sinfo -R");
    }

    @Test
    void noAccount() throws Exception {
        command("sacctmgr", "exit 0");
        told(new PartitionsCheck(), "accounts", Level.YELLOW, "Slurm knows none of", "sacctmgr show associations");
        command("sacctmgr", "echo 'You are not running a supported accounting_storage plugin' >&2; exit 1");
        told(new PartitionsCheck(), "accounts", Level.GREEN, "keeps none", "");
    }

    @Test
    void aHomeThatOneNodeDoesNotSee() throws Exception {
        inAJob("n1 yes $(date +%s.%N)", "n2 no $(date +%s.%N)");
        told(new JobCheck(), "shared folder", Level.RED, "not seen by n2", "Set HOME");
        assertThat(Files.list(folder.resolve(".attune"))).isEmpty();
    }

    @Test
    void aNodeThatDoesNotAnswer() throws Exception {
        inAJob("n1 yes $(date +%s.%N)");
        told(new JobCheck(), "shared folder", Level.YELLOW, "1 node of 2 answered", "output");
    }

    @Test
    void aNodeOfAnotherTime() throws Exception {
        inAJob("n1 yes $(date +%s.%N)", "n2 yes $(($(date +%s) - 3600)).5");
        told(new JobCheck(), "shared folder", Level.GREEN, "seen by all 2 nodes", "");
        told(new JobCheck(), "clock", Level.YELLOW, "that of n2 is 3", "ntp");
    }

    @Test
    void inTheShellOfSallocWhatElseIsSaidIsOfItsOwnMachine() throws Exception {
        inAJob("n1 yes $(date +%s.%N)", "n2 yes $(date +%s.%N)");
        environment.remove("SLURM_CPUS_ON_NODE");
        told(new JobCheck(), "job", Level.GREEN, "held by this shell, of whose machine the lines above are", "");
    }

    @Test
    void aStepThatCannotBegin() throws Exception {
        inAJob("x");
        command(
                "srun",
                "echo 'srun: error: Unable to create step for job 7: Requested node configuration is not available' >&2; exit 1");
        told(new JobCheck(), "shared folder", Level.YELLOW, "Requested node configuration is not available", "by hand");
        told(new JobCheck(), "login host", Level.YELLOW, "SLURM_SUBMIT_HOST does not tell", "by hand");
    }

    private void inAJob(String... lines) throws IOException {
        environment.putAll(Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_ON_NODE", "5", "SLURM_JOB_NODELIST", "n[1-2]"));
        command("srun", "for line in \"" + String.join("\" \"", lines) + "\"; do echo \"$line\"; done");
    }

    @Test
    void aHomeOutsideOfAJob() {
        Mounts mounts = Mounts.parse(List.of("/dev/vda / ext4 rw 0 0", "srv:/home /home nfs4 rw 0 0"));
        assertThat(JobCheck.outside(Path.of("/home/me"), mounts).level()).isEqualTo(Level.GREEN);
        assertThat(JobCheck.outside(Path.of("/root"), mounts))
                .extracting(Finding::level, Finding::why)
                .containsExactly(
                        Level.YELLOW,
                        "~/.attune is on ext4, of this machine alone as it seems: tasks of a job find each other by it");
    }
}
