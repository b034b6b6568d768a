package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.attune.cli.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            study.yaml --nodes 4 --cpus-per-task=5        | {nodes=4, cpus-per-task=5}
            -N 4 study.yaml -c5 -t 30                     | {nodes=4, cpus-per-task=5, time=00:30:00}
            -N4 -A acct study.yaml -p=gpu                 | {nodes=4, account=acct, partition=gpu}
            --exclusive study.yaml                        | {exclusive=}
            study.yaml --exclusive --hold -J x            | {exclusive=, hold=, job-name=x}
            study.yaml --mail-type=END --nice=100 --nice  | {mail-type=END, nice=}
            study.yaml --time 1h30m                       | {time=01:30:00}
            study.yaml --time 1-12                        | {time=1-12:00:00}
            study.yaml --time UNLIMITED                   | {time=UNLIMITED}
            study.yaml --begin=now+1hour --bbf x          | {begin=now+1hour, bbf=x}
            study.yaml --unknown-flag                     | {unknown-flag=}
            --verbose study.yaml                          | {verbose=}
            -v -Q study.yaml -N2                          | {verbose=, quiet=, nodes=2}
            -vvHN 2 study.yaml                            | {verbose=, hold=, nodes=2}
            -koff study.yaml                              | {no-kill=off}
            """)
    void optionsOfSbatchAreReadAsSbatchReadsThem(String line, String options) {
        SubmitWords words = SubmitWords.of(List.of(line.split(" ")));

        assertThat(words.files()).containsExactly("study.yaml");
        assertThat(words.options()).hasToString(options);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --array=1-4 | --array cannot be given here. A study is one job
            -a 1-4      | --array cannot be given here. A study is one job
            -W          | --wait cannot be given here.
            -z          | sbatch has no option -z.
            --test-only | --test-only cannot be given here. Write --dry-run.
            --wrap=true | --wrap cannot be given here.
            -V          | --version cannot be given here. Ask sbatch itself
            --new study.yaml        | which study? study.yaml was taken for the value of --new. If that has none, name the study first: attune slurm submit study.yaml --new
            --comment a.yml -N 2    | which study? a.yml was taken for the value of --comment.
            """)
    void whatMakesSomethingElseOfTheJobIsRefused(String line, String message) {
        assertThatThrownBy(() -> SubmitWords.of(List.of(line.split(" "))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void theCommandLineWinsAlsoOverWhatSaysTheSameInAnotherWay() {
        SbatchOptions section = new SbatchOptions(Map.of("mem-per-cpu", "1G", "nodes", "2", "gpus-per-node", "1"));

        SbatchOptions all = section.with(Map.of("mem", "8G", "nodes", "4", "gres", "gpu:2"));

        assertThat(all.words()).containsExactlyInAnyOrder("--mem=8G", "--nodes=4", "--gres=gpu:2");
    }
}
