package org.attune.cli.slurm.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.attune.cli.BadInput;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as people write them for Ray. */
class ConvertedTest {
    private static final String HEAD =
            "#!/bin/bash\n#SBATCH --nodes=2 --ntasks-per-node=1 --cpus-per-task=3 --gres=gpu:1\n";
    private static final String RAY =
            "srun -N1 -n1 ray start --head --num-cpus 3 --block &\nsrun ray start --address $(hostname):6379 --num-cpus 3 --block &\n";

    private static String script(String name) throws IOException {
        try (InputStream in = ConvertedTest.class.getResourceAsStream(name + ".sbatch")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> open(Converted converted) {
        return converted.notes().stream().filter(Note::isOpen).map(Note::text).toList();
    }

    @Test
    void whatAProgramSaysOfItsSearchBecomesTheBeginOfAStudyFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("search.py"), """
                import os
                from ray import tune
                os.mkdir("RUN")
                LEAST = 10 ** -4

                def train(config):
                    tune.report({"loss": config["lr"]})

                space = {
                    "lr": tune.loguniform(LEAST, 1e-1),
                    "layers": tune.randint(1, 5),
                    "optimizer": {"name": tune.choice(["adam", "sgd"]), "momentum": tune.uniform(0, 0.9)},
                    "batch": tune.sample_from(lambda spec: 3),
                    "data": "/scratch/x",
                }
                tuner = tune.Tuner(
                    tune.with_resources(train, {"cpu": 2, "gpu": 0.5}), param_space=space,
                    tune_config=tune.TuneConfig(metric="loss", mode="min", num_samples=40, scheduler=tune.schedulers.ASHAScheduler()))
                tuner.fit()
                """);
        List<String> lines = Converted.of(HEAD + RAY + "python -u search.py\n").study(folder, System.getenv("PATH"));
        assertThat(lines)
                .contains(
                        "objective: {metric: loss, mode: min}",
                        "trials: 40",
                        "resources: {cpu: 2, gpu: 0.5}",
                        "# search.py, line 13: this can only be known when it is run: tune.sample_from(lambda spec: 3)",
                        "slurm:")
                .anyMatch(line ->
                        line.startsWith("# search.py, line 18: scheduler=") && line.endsWith("was not taken over"));
        StudySpec study = StudySpecReader.read(Files.write(folder.resolve("study.yaml"), lines), List.of());
        assertThat(study.study()).isEqualTo("search");
        assertThat(study.space().parameters())
                .extracting(parameter -> parameter.name())
                .containsExactly("lr", "layers", "optimizer.name", "optimizer.momentum", "data");
        assertThat(study.trainable().toString()).contains("search.py", "train");
        assertThat(folder.resolve("RUN")).doesNotExist();
    }

    @Test
    void aNameThatIsSetByItselfIsReadOnceAndWhatNoStudyFileCanSayIsLeftOut(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("search.py"), """
                \ufeff# Schl\u00fcssel
                from ray import tune
                def train(config): pass
                def main(n):
                    train = tune.with_resources(train, {"cpu": 2})
                    n = n * 2
                    again = [again]
                    tune.Tuner(train, tune_config=tune.TuneConfig(metric="loss", mode="min", num_samples=n), param_space={
                        "lr": tune.uniform(0, 1), ("a", "b"): 1, "many": tune.choice([2 ** 64]), "more": again})
                """);
        assertThat(Converted.of(HEAD + RAY + "python search.py\n").study(folder, System.getenv("PATH")))
                .contains(
                        "objective: {metric: loss, mode: min}",
                        "resources: {cpu: 2}",
                        "trainable: {python: \"search.py:train\"}",
                        "# search.py does not say 'trials' in a way that can be read: write it here.",
                        "# search.py, line 9: this is no name of a parameter: ('a', 'b')",
                        "# search.py, line 9: this is no literal: 2 ** 64")
                .anyMatch(line -> line.startsWith("# search.py, num_samples, line "))
                .anyMatch(line ->
                        line.startsWith("# search.py, line ") && line.contains("no literal") && line.contains("again"));
    }

    @Test
    void whatCannotBeReadIsSaidAndAProgramWithoutTuneSaysNothing(@TempDir Path folder) throws Exception {
        Converted converted = Converted.of(HEAD + RAY + "python search.py\n");
        assertThat(converted.study(folder, System.getenv("PATH"))).isEqualTo(converted.section());
        Files.writeString(folder.resolve("search.py"), "import ray\nray.init()\n");
        assertThat(converted.study(folder, System.getenv("PATH"))).isEqualTo(converted.section());
        assertThat(converted.study(folder, "")).isEqualTo(converted.section());
        Files.writeString(
                folder.resolve("search.py"),
                "from ray import tune\ntune.run(Train, config=make(), metric='loss', mode='max', num_samples=n())\n");
        assertThat(converted.study(folder, System.getenv("PATH")))
                .contains(
                        "objective: {metric: loss, mode: max}",
                        "# search.py does not say 'space' in a way that can be read: write it here.",
                        "# search.py does not say 'trials' in a way that can be read: write it here.",
                        "# search.py, line 2: the space is no literal: make()");
    }

    @Test
    void theRoundsOfFourNodesAreOneLine() throws IOException {
        Converted converted = Converted.of(script("rounds"));
        assertThat(converted.script()).isEqualTo("""
                #!/bin/bash
                #SBATCH --nodes=4 --ntasks-per-node=1 --cpus-per-task=5
                #SBATCH --mem-per-cpu=1GB
                #SBATCH --time=00:30:00
                #SBATCH --reservation=test

                srun --cpus-per-task=5 attune cluster start -- python -u trainer.py 15
                """);
        assertThat(converted.section())
                .containsExactly(
                        "slurm:",
                        "  nodes: 4",
                        "  cpus_per_task: 5",
                        "  mem_per_cpu: 1GB",
                        "  time: 00:30:00",
                        "  reservation: test");
        assertThat(converted.notes()).hasSize(4).noneMatch(Note::isOpen);
    }

    @Test
    void aLoopOverTheNodesGoesWithAllThatItNeeds() throws IOException {
        Converted converted = Converted.of(script("loop"));
        assertThat(converted.script()).endsWith("""
                set -x

                module purge
                module load cuda/12.1 gcc
                source ~/miniconda3/etc/profile.d/conda.sh
                conda activate train  # the environment of the paper
                export OMP_NUM_THREADS=1

                cp -r "$HOME/data" "$SCRATCH/" && srun --cpus-per-task=${SLURM_CPUS_PER_TASK} attune cluster start -- python -u trainer.py "$SLURM_CPUS_PER_TASK" > run.log 2>&1
                echo "done on $(date)"
                """);
        assertThat(converted.section())
                .contains(
                        "  gpus_per_node: v100:2",
                        "  partition: [gpu, long]",
                        "  options: {mail-type: END}",
                        "    conda activate train");
        assertThat(converted.isWhole()).isTrue();
    }

    @Test
    void whatRaysOwnStepRanIsRunByAttunes() throws IOException {
        Converted converted = Converted.of(script("symmetric"));
        assertThat(converted.script()).endsWith("""
                . venv/bin/activate
                srun --cpus-per-task=16 attune cluster start -- python -u trainer.py --epochs 3
                """);
        assertThat(converted.isWhole()).isTrue();
    }

    @Test
    void whatATemplateLeavesOpenIsToldWithItsPlace() throws IOException {
        Converted converted = Converted.of(script("template"));
        assertThat(converted.script())
                .endsWith("${LOAD_ENV}\n\nsrun attune cluster start -- ${COMMAND_PLACEHOLDER} ${COMMAND_SUFFIX}\n");
        assertThat(open(converted))
                .anyMatch(note -> note.startsWith("line 5, column 17: '${NUM_NODES}'"))
                .anyMatch(note -> note.startsWith("line 32, column 1: '${COMMAND_PLACEHOLDER}'"))
                .hasSize(8);
    }

    @Test
    void nothingIsGuessedInSilence() throws IOException {
        Converted converted = Converted.of(script("traps"));
        assertThat(converted.script())
                .contains(
                        "CPUS=7\n",
                        "\n# srun launch_more.sh\n",
                        "--cpus-per-task=$CPUS attune cluster start -- python train.py --seed $seed\ndone")
                .contains("\nOMP_NUM_THREADS=1 srun --ntasks=\"$SLURM_JOB_NUM_NODES\"")
                .doesNotContain("ray start --");
        assertThat(open(converted))
                .anyMatch(note -> note.startsWith("line 9, column 32: '--num-cpus 0'"))
                .anyMatch(note -> note.startsWith("line 13, column 15: 'module load cuda'"))
                .anyMatch(note -> note.startsWith("line 13, column 81: --resources"))
                .anyMatch(note -> note.startsWith("line 15, column 1: 'srun launch_more.sh &'"))
                .anyMatch(note -> note.startsWith("line 3, column 1: '#SBATCH --array=1-3'"))
                .anyMatch(note -> note.startsWith("line 19, column 48: '<<'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounds", "loop", "symmetric", "template", "traps"})
    void theShellReadsTheScriptAndTheStudyFileTheSection(String name, @TempDir Path folder) throws Exception {
        Converted converted = Converted.of(script(name));
        Path file = Files.writeString(folder.resolve("script"), converted.script());
        Process bash = new ProcessBuilder("bash", "-n", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
        Path study =
                Files.writeString(folder.resolve("study.yaml"), """
                study: s
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}}
                trials: 2
                trainable: {command: [sh, train.sh]}
                """ + String.join("\n", converted.section()) + "\n");
        StudySpec spec = StudySpecReader.read(study, List.of());
        assertThat(spec.slurm()).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "=>",
            value = {
                "ray stop -f ; ray start --head --num-cpus 3 & sleep 9; python a.py => srun --cpus-per-task=3 attune cluster start -- python a.py",
                "conda run -n e ray start --head --block &;python a.py => srun --cpus-per-task=$SLURM_CPUS_PER_TASK attune cluster start -- python a.py",
                "export T=/x;ray start --head --temp-dir=$T;python a.py => export T=/x;srun --cpus-per-task=$SLURM_CPUS_PER_TASK attune cluster start -- python a.py",
                "N=4;M=$N;ray start --head --num-cpus=$M;python a.py => N=4;M=$N;srun --cpus-per-task=$M attune cluster start -- python a.py",
                "ray start --head --num-cpus=$((SLURM_CPUS_PER_TASK-1));python a.py => srun --cpus-per-task=$((SLURM_CPUS_PER_TASK-1)) attune cluster start -- python a.py",
                "ray start --head && python a.py && python b.py; wait => srun --cpus-per-task=$SLURM_CPUS_PER_TASK attune cluster start -- python a.py && srun --cpus-per-task=$SLURM_CPUS_PER_TASK attune cluster start -- python b.py;wait",
                "ray start --head --num-cpus 3 & python a.py | tee log => srun --cpus-per-task=3 attune cluster start -- python a.py | tee log",
                "ray start --head --num-cpus 3 & srun -N 1 -n 1 -w $first python a.py --w -n 2 => srun --cpus-per-task=3 attune cluster start -- python a.py --w -n 2",
                "trap 'ray stop' EXIT;ray start --head --num-cpus 3 & python a.py => srun --cpus-per-task=3 attune cluster start -- python a.py",
                "ray start --head --num-cpus 3 & ray job submit --working-dir . -- python a.py => srun --cpus-per-task=3 attune cluster start -- python a.py",
                "ray start --head --num-cpus 3 & python a.py & wait => srun --cpus-per-task=3 attune cluster start -- python a.py &;wait",
                "echo 'ray start';ray start --head --num-cpus 3 & PYTHONPATH='a b' ./train => PYTHONPATH='a b' srun --cpus-per-task=3 attune cluster start -- ./train"
            })
    void aLine(String before, String after) {
        String lines = before.strip().replace(";", "\n");
        String expected = after.strip().replace(";", "\n");
        assertThat(Converted.of(HEAD.replace("=2 ", "=1 ") + lines).script())
                .isEqualTo(HEAD.replace("=2 ", "=1 ") + expected + "\n");
    }

    @Test
    void aProgramThatIsToldWhereRaysHeadIsKeepsItAndIsToldOf() {
        Converted converted = Converted.of(HEAD + "ip=$(hostname -I)\n" + RAY + "python a.py --address $ip:6379\n");
        assertThat(converted.script()).contains("\nip=$(hostname -I)\n");
        assertThat(open(converted))
                .containsExactly(
                        "line 6, column 23: '$ip': the program is told where Ray's head is. Attune tells programs by ATTUNE_CLUSTER where they are; the variable was left as it is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ray start --head --num-gpus 2;python a.py              | --num-gpus 2",
                "ray start --head;python a.py                           | ray start --head",
                "ray start --head --num-cpus $SLURM_CPUS_PER_TASK;srun ray start --address x;python a.py | --num-cpus $SLURM_CPUS_PER_TASK",
                "ray start --head;srun ray start --address x;sleep infinity | ray start"
            })
    void whatTheHeadOfTheScriptLacksIsTold(String lines, String what) {
        Converted converted = Converted.of("#!/bin/bash\n#SBATCH -N 2\n" + lines.replace(";", "\n"));
        assertThat(open(converted)).anyMatch(note -> note.contains(": " + what + ": "));
    }

    /** As a generator writes it: each line was once compared with all others. */
    @Test
    @Timeout(60)
    void aScriptOfManyLinesIsReadInSeconds() {
        StringBuilder script = new StringBuilder("#!/bin/bash\nip_head=$(hostname):6379\n");
        for (int i = 0; i < 60_000; i++) {
            script.append("A").append(i).append("=$B").append(i).append("; ");
            script.append(i % 2 == 0 ? "true && true\n\n" : "C" + i + "=$ip_head\n");
        }
        Converted converted = Converted.of(script + "ray start --head --port=6379\npython train.py\n");
        assertThat(converted.script())
                .contains("A59999=$B59999\n", "A2=$B2\ntrue && true\n\nA3=$B3\n")
                .doesNotContain("ip_head");
    }

    @Test
    void linesOfWindowsAreLines() {
        assertThat(Converted.of((HEAD + RAY + "python a.py\n").replace("\n", "\r\n"))
                        .script())
                .endsWith("attune cluster start -- python a.py\n");
    }

    @Test
    void whatIsNoScriptOfRayIsRefused() {
        assertThatThrownBy(() -> Converted.of("#!/bin/bash\npython a.py\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("neither 'ray start' nor");
        assertThatThrownBy(() -> Converted.of("#!/bin/tcsh\nray start --head\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("#!/bin/tcsh");
    }
}
