package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.cli.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchScriptTest {
    private static final Path LOGS = Path.of("/home/me/attune_results/cgconv/slurm/1");

    @Test
    void aScriptIsAsOneWouldWriteIt() {
        BatchScript script = new BatchScript(
                BatchScript.standard("cgconv", LOGS)
                        .with(Map.of("nodes", "4"))
                        .with(Map.of("cpus-per-task", "5"))
                        .with(Map.of("comment", "two words")),
                List.of("cuda/12.1"),
                List.of("source ~/venv/bin/activate"),
                Optional.empty(),
                Path.of("/opt/attune"),
                List.of("/home/me/my study.yaml", "--set", "trials=20"),
                Optional.empty());

        assertThat(script.text()).isEqualTo("""
                #!/bin/bash
                #SBATCH --job-name=cgconv
                #SBATCH --nodes=4
                #SBATCH --ntasks-per-node=1
                #SBATCH --cpus-per-task=5
                #SBATCH --comment="two words"
                #SBATCH --output=/home/me/attune_results/cgconv/slurm/1/%j.log
                #SBATCH --open-mode=append
                #SBATCH --no-kill
                #SBATCH --requeue

                module load cuda/12.1 || exit
                source ~/venv/bin/activate

                srun --no-kill --kill-on-bad-exit=0 --cpus-per-task=5 /opt/attune run '/home/me/my study.yaml' --set trials=20
                """);
    }

    /** Else the shell would run it. */
    @Test
    void anOptionsValueOfSeveralLinesIsRefused() {
        assertThatThrownBy(() -> BatchScript.standard("cgconv", LOGS).with(Map.of("comment", "two\ntouch /tmp/lines")))
                .isInstanceOf(BadInput.class)
                .hasMessage("a value of sbatch's options must be one line, but --comment has several: 'two...'.");
    }

    @Test
    void whereAJobHasALimitOfItsOwnTheScriptTellsItsEnd() {
        assertThat(script(Map.of("time", "00:30:00"), Optional.empty()).text())
                .contains(
                        "|| command -v scontrol > /dev/null || export ATTUNE_ALLOCATION_END=$(($(date +%s) - SECONDS + 1800))\n\nsrun ");
        assertThat(List.of(
                        script(Map.of("time", "00:30:00", "time-min", "10"), Optional.empty()),
                        script(Map.of("time", "UNLIMITED"), Optional.empty()),
                        script(Map.of("time", "00:30:00"), Optional.of(LOGS))))
                .noneMatch(script -> script.text().contains("ATTUNE_ALLOCATION_END"));
    }

    /** Slurm sends it to the shell alone, which would die of it. */
    @Test
    void aSignalToTheShellBecomesAWarningOfWhatItRuns(@TempDir Path folder) throws Exception {
        Path srun = folder.resolve("srun");
        Files.writeString(
                srun,
                "#!/bin/sh\ntrap 'echo warned; sleep 0.2; exit 75' USR1\necho ready\nwhile :; do sleep 0.05; done\n");
        assertThat(srun.toFile().setExecutable(true)).isTrue();
        Path job = Files.writeString(
                folder.resolve("job.sh"),
                script(Map.of("signal", "B:USR2@120"), Optional.empty()).text());
        ProcessBuilder shell = new ProcessBuilder("bash", job.toString()).redirectErrorStream(true);
        shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        Process process = shell.start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder("kill", "-USR2", "" + process.pid()).start().waitFor();
        }
        assertThat(out.readLine()).isEqualTo("warned");
        assertThat(process.waitFor()).isEqualTo(75);
    }

    @Test
    void aSignalThatWouldKillTrialsIsRefusedAndTheOthersChangeNothing() {
        String plain = script(Map.of(), Optional.empty()).text();
        for (String signal : List.of("USR1@60", "SIGUSR1", "R:10@30", "TERM@90")) {
            assertThat(script(Map.of("signal", signal), Optional.empty()).text())
                    .as(signal)
                    .isEqualTo(plain.replace("\n\n", "\n#SBATCH --signal=" + signal + "\n\n"));
        }
        for (String signal : List.of("USR2@60", "B:KILL@60", "B:19")) {
            assertThatThrownBy(() ->
                            script(Map.of("signal", signal), Optional.empty()).text())
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("--signal=" + signal + " would end trials before they can save");
        }
    }

    private static BatchScript script(Map<String, String> options, Optional<Path> chain) {
        return new BatchScript(
                new SbatchOptions(options),
                List.of(),
                List.of(),
                Optional.empty(),
                Path.of("/opt/attune"),
                List.of("/home/me/study.yaml"),
                chain);
    }

    @Test
    void anAllocationOfSeveralHasTheNextOneFollow() {
        BatchScript script = new BatchScript(
                new SbatchOptions(Map.of("nodes", "1")),
                List.of(),
                List.of(),
                Optional.of(Path.of("/scratch/me")),
                Path.of("/opt/attune"),
                List.of("/home/me/study.yaml"),
                Optional.of(LOGS));

        assertThat(script.text()).isEqualTo("""
                #!/bin/bash
                #SBATCH --nodes=1

                export ATTUNE_RESULTS=/scratch/me

                # Has the next allocation wait for the end of this one, as long as the study is not over.
                /opt/attune slurm link /home/me/attune_results/cgconv/slurm/1 -- \\
                    srun --no-kill --kill-on-bad-exit=0 /opt/attune run /home/me/study.yaml
                """);
    }
}
