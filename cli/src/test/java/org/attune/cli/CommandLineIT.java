package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void showsItsVersion() {
        Attune.Ended ended = new Attune(folder).run("--version");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).matches("attune \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "--help"})
    void showsHelpOfItself(String argument) {
        Attune.Ended ended = new Attune(folder).run(argument.isEmpty() ? new String[0] : new String[] {argument});
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Usage: attune COMMAND", "run ", "results ", "completion ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "status", "best", "results", "show", "logs", "completion", "help"})
    void showsHelpOfEachCommandWithExamples(String command) {
        Attune.Ended ended = new Attune(folder).run(command, "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Usage: attune " + command, "Examples:", "  attune " + command);
        assertThat(ended.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    stauts                        | there is no command 'stauts'; did you mean 'status'?
                    resume x                      | there is no command 'resume'. 'attune run', as it was called first, goes on with a study.
                    stop x                        | there is no command 'stop'. 'attune pause STUDY' pauses
                    submit study.yaml             | there is no command 'submit'. 'attune slurm submit STUDY.yaml' submits
                    run a.yaml --cluster c --head a:1 --key k | in --cluster, or at --head? Name one of them.
                    nodes --cluster c --head a:1 --key k | in --cluster, or at --head? Name one of them.
                    worker --cluster c --head a:1 --key k | in --cluster, or at --head? Name one of them.
                    pause x --key k               | --head and --key go together
                    run a.yaml --cluster c --deadline 5s | but --workers is missing
                    run a.yaml --workers 2 --max-parallel 2 | Give one of them.
                    run --param x=int(1,2) --metric m --mode min --trials 2 -- python t.py | the command after --: no such file: t.py
                    best x --jsn                  | there is no option '--jsn'; did you mean '--json'?
                    best                          | STUDY
                    best nothing                  | there is no study 'nothing'
                    show nothing one              | 'one'
                    results nothing --format xml  | it is table, csv or jsonl, but got 'xml'
                    run                           | which study?
                    run nothing.yaml              | nothing.yaml: no such file
                    run .                         | is a folder
                    run a.yaml b.yaml             | one study file was expected
                    run --metric loss             | needs at least one --param
                    run --param x=float(1 --metric m --mode min -- a | a parameter must be NAME=TYPE(...)
                    run broken.yaml --trials 9    | With a study file write --set trials=9.
                    run a.yml --mode max --max-step 9 | write --set objective.mode=max --set scheduler.max_step=9.
                    run a.yaml --param x=int(1,2) | Parameters are under space in the study file.
                    run --param x=int(1,2) --metric m --mode min python t.py --lr {lr} | put -- before the command: ... -- python t.py --lr
                    run a.yaml --trails 9         | there is no option '--trails'; did you mean '--trials'?
                    check broken.yaml             | broken.yaml:1:1
                    run broken.yaml --name a/b    | --name a/b:
                    run broken.yaml --max-parallel 0 | --max-parallel 0:
                    run broken.yaml --workers 0   | --workers 0:
                    """)
    void answersBadInputWithAMessageAndExitCodeTwo(String arguments, String message) throws Exception {
        Attune attune = new Attune(folder);
        attune.file("broken.yaml", "objectiv: {metric: loss, mode: min}");
        Attune.Ended ended = attune.run(arguments.split(" +"));
        assertThat(ended.err()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void showsWhereAnErrorCameFromOnlyWhenAsked() {
        assertThat(new Attune(folder).run("best", "nothing", "--debug").err()).contains("\tat org.attune");
    }

    @Test
    void checkTellsWhatWillHappen() throws Exception {
        Attune attune = new Attune(folder);
        String study =
                Attune.repository().resolve("examples/quickstart/study.yaml").toString();
        Map<?, ?> plan = attune.run("check", study, "--json").json();
        assertThat(plan.get("trials")).isEqualTo(49L);
        List<?> brackets = (List<?>) plan.get("brackets");
        assertThat(brackets.get(0))
                .hasToString("{trials=27, steps=81, rungs=[{trials=27, step=1}, {trials=9, step=3}, "
                        + "{trials=3, step=9}, {trials=1, step=27}]}");
        Attune.Ended text = attune.run("check", study, "--set", "max_parallel=1");
        assertThat(text.out())
                .contains("27@1  9@3  3@9  1@27", "1 at once (max_parallel)", "[0, 1], log scale", "train.py");
        assertThat(text.code()).isZero();
    }

    @Test
    void checkFindsThatAFileIsMissing() throws Exception {
        Attune attune = new Attune(folder);
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0, high: 1}}",
                "trials: 3",
                "trainable: {python: 'nowhere.py:train'}");
        Attune.Ended ended = attune.run("check", "study.yaml");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).contains("nowhere.py   MISSING");
        assertThat(ended.err()).contains("nowhere.py");
    }

    @Test
    void runsAStudyWithoutAFile() {
        Attune attune = new Attune(folder);
        Attune.Ended ended = attune.run(
                "run",
                "--param",
                "x=float(0,1)",
                "--param",
                "kind=cat(a b)",
                "--metric",
                "loss",
                "--mode",
                "max",
                "--trials",
                "3",
                "--sampler",
                "random",
                "--name",
                "flags",
                "--",
                "sh",
                "-c",
                "echo \"$1\"; echo attune: '{{\"loss\":' $2'}}'",
                "-",
                "{kind}",
                "{x}");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(attune.run("status", "flags", "--json").json().get("state")).isEqualTo("COMPLETED");
        assertThat(attune.run("logs", "flags", "0").out()).startsWith("a b\n");
    }

    @Test
    void printsCompletionThatItsShellAccepts() throws Exception {
        Attune attune = new Attune(folder);
        Path script = Files.writeString(
                folder.resolve("completion.bash"),
                attune.run("completion", "bash").out());
        Attune.Ended ended =
                attune.finish(attune.start(List.of("bash", "-c", ". ./completion.bash && complete -p attune")));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(script).content().contains("results");
    }
}
