package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmSpecTest {
    private static final String STUDY = """
            study: demo
            objective: {metric: loss, mode: min}
            space: {lr: {type: float, low: 1e-4, high: 0.01}}
            trials: 20
            trainable: {python: train.py:train}
            """;

    @Test
    void aSectionIsReadAsSlurmReadsIt() {
        SlurmSpec slurm = read("""
                slurm:
                  nodes: 4
                  cpus_per_task: 5
                  gpus_per_node: 1
                  mem_per_cpu: 1GB
                  time: 90
                  partition: gpu
                  setup: |
                    source venv/bin/activate
                    ulimit -n 4096
                  options: [--exclusive, "--comment=a, b"]
                  budget: 3-00
                  elastic: {max: 4}
                """);

        assertThat(slurm.nodes()).isEqualTo(OptionalInt.of(4));
        assertThat(slurm.memPerCpu()).contains("1G");
        assertThat(slurm.time()).contains(Duration.ofMinutes(90));
        assertThat(slurm.partitions()).containsExactly("gpu");
        assertThat(slurm.setup()).containsExactly("source venv/bin/activate", "ulimit -n 4096");
        assertThat(slurm.budget()).contains(Duration.ofDays(3));
        assertThat(slurm.elastic()).contains(new ElasticSpec(0, 4, 1, Duration.ofMinutes(5), List.of()));
        assertThat(slurm.sbatch())
                .isEqualTo(Map.of(
                        "nodes", "4",
                        "cpus-per-task", "5",
                        "gpus-per-node", "1",
                        "mem-per-cpu", "1G",
                        "time", "01:30:00",
                        "partition", "gpu",
                        "exclusive", "",
                        "comment", "a, b"));
    }

    @Test
    void aStudyWithoutTheSectionHasNone() {
        assertThat(StudySpecReader.read(STUDY, "study.yaml").slurm()).isEmpty();
        assertThat(read("slurm: {}")).isEqualTo(SlurmSpec.none());
    }

    @Test
    void aStudyGoesOnWithAnotherSection() {
        StudySpec without = StudySpecReader.read(STUDY, "study.yaml");
        StudySpec with = StudySpecReader.read(STUDY + "slurm: {time: 1h}", "study.yaml");

        SpecChange change = SpecChange.between(without, with);

        assertThat(change.isAllowed()).isTrue();
        assertThat(change.isAsked()).isFalse();
        assertThat(change.lines()).containsExactly("slurm.time: none -> 01:00:00");
    }

    @ParameterizedTest
    @CsvSource({
        "90, PT90M",
        "90:30, PT90M30S",
        "00:30:00, PT30M",
        "36:00:00, PT36H",
        "1-12, PT36H",
        "1-12:30, PT36H30M",
        "3-00:00:00, PT72H",
        "0:30, PT30S",
        "90s, PT90S",
        "10m, PT10M",
        "1h30m, PT90M",
        "2d, PT48H",
        "1.5s, PT2S"
    })
    void timesAreThoseOfSlurmOrHaveUnits(String text, Duration time) {
        assertThat(SlurmTimes.parse("--time", text)).isEqualTo(time);
        assertThat(SlurmTimes.parse("--time", SlurmTimes.write(time))).isEqualTo(time);
        assertThat(Times.parse(SlurmTimes.write(time))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "-5", "1-", "0", "00:00", "99999999999"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> SlurmTimes.parse("--time", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inJavaItIsTheSame() {
        SlurmSpec slurm = read("slurm: {nodes: 2, options: {hold: false, exclusive: true}, elastic: {max: 2}}");
        StudySpec spec = StudySpec.builder("demo")
                .minimize("loss")
                .space(StudySpecReader.read(STUDY, "study.yaml").space())
                .trials(3)
                .slurm(slurm)
                .build();

        assertThat(spec.slurm()).isEqualTo(Optional.of(slurm));
    }

    private static SlurmSpec read(String section) {
        return StudySpecReader.read(STUDY + section, "study.yaml").slurm().orElseThrow();
    }
}
