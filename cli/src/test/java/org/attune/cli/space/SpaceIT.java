package org.attune.cli.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.cli.Attune;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about spaces, as people and scripts run them. */
class SpaceIT {
    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasASpace() throws Exception {
        attune = new Attune(folder);
        attune.file(
                "space.yaml",
                "space:",
                "  optimizer: {type: categorical, choices: [adam, sgd], weights: [2, 1]}",
                "  lr: {type: float, low: 1e-5, high: 1, log: true, default: 1e-3}",
                "  layers: {type: int, low: 1, high: 8}",
                "  momentum: {type: float, low: 0, high: 0.99, when: {optimizer: sgd}}",
                "  nesterov: {type: categorical, choices: [true, false], when: {momentum: {greater: 0.5}}}",
                "forbidden:",
                "  - {optimizer: adam, lr: {greater: 0.1}}");
    }

    private Attune.Ended shell(String line) {
        return attune.finish(attune.start(List.of("bash", "-c", line.replace("attune ", Attune.distribution() + " "))));
    }

    private void isRefused(Attune.Ended ended, String... messages) {
        assertThat(ended.err()).contains(messages).doesNotContain("\tat ", "Exception", "a fault in Attune");
        assertThat(ended.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "check", "convert", "sample"})
    void showsHelpOfEachCommandWithExamples(String command) {
        Attune.Ended ended = attune.run("space", command, "--help");
        assertThat(ended.out()).contains("Usage: attune space " + command, "Examples:", "  attune space " + command);
        assertThat(ended.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(attune.run("help", "space", command).out()).isEqualTo(ended.out());
    }

    @Test
    void showTellsParametersConditionsAndWhatIsForbidden() {
        Attune.Ended ended = attune.run("space", "show", "space.yaml");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains("1e-5 .. 1", "2 : 1", "momentum", "optimizer = \"adam\" and lr > 0.1")
                .contains("└─ momentum  when optimizer = \"sgd\"", "   └─ nesterov  when momentum > 0.5")
                // Two thirds are adam, and the upper of five decades is forbidden to it.
                .contains("13.3 % of the configurations");
        assertThat(attune.with("LC_ALL", "C.ISO-8859-1")
                        .run("space", "show", "space.yaml")
                        .out())
                .contains("`- momentum")
                .isASCII();
    }

    @Test
    void showHasAJsonObjectForScripts() {
        Map<?, ?> json = attune.run("space", "show", "space.yaml", "--json").json();
        assertThat(json.get("form")).isEqualTo("yaml");
        assertThat(json.get("parameters")).isEqualTo(5L);
        assertThat(json.get("conditional")).isEqualTo(2L);
        assertThat(json.get("size")).isNull();
        assertThat(((Map<?, ?>) json.get("default")).get("lr")).isEqualTo(1e-3);
        assertThat(((Map<?, ?>) json.get("space")).keySet()).hasSize(5);
    }

    /** Of the three times two and one that nothing is said about, those with sgd have the child, and one of them is forbidden. */
    @Test
    void showAndCheckCountWhatConditionsAndForbiddenClausesLeave() throws Exception {
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  optimizer: {type: categorical, choices: [adam, sgd]}",
                "  layers: {type: int, low: 1, high: 3}",
                "  nesterov: {type: categorical, choices: [true, false], when: {optimizer: sgd}}",
                "forbidden: [{nesterov: true, layers: 3}]",
                "sampler: grid",
                "trainable: {command: [sh, -c, 'exit 1']}");
        assertThat(attune.run("space", "show", "study.yaml", "--json").json().get("size"))
                .isEqualTo(8L);
        Attune.Ended check = attune.run("check", "study.yaml");
        assertThat(check.out())
                .contains("Size       8 configurations", "Forbidden  8.3 % of the configurations", "Trials     8");
    }

    @Test
    void checkOfAStudyHasTheNotesOfTheFileOfItsSpace() throws Exception {
        attune.file(
                "space.json",
                "{\"hyperparameters\": [{\"name\": \"x\", \"type\": \"uniform_float\", \"lower\": 0, \"upper\": 1,",
                "  \"meta\": {\"unit\": \"s\"}}], \"python_module_version\": \"0.7.2\"}");
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {configspace: space.json}",
                "trials: 1",
                "trainable: {command: [train]}");
        String note = "'x' has meta, which is left out: {unit: \"s\"}.";
        assertThat(attune.run("check", "study.yaml").out()).contains("Note: " + note);
        assertThat(attune.run("check", "study.yaml", "--json").json().get("notes"))
                .isEqualTo(List.of(note));
        assertThat(attune.run("space", "show", "space.json").out()).contains("Form        configspace, version 0.7.2");
    }

    @Test
    void anOutputThatIsNotWholeIsToldWithItsFile() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        isRefused(
                attune.run("space", "convert", "space.yaml", "/dev/full", "--to", "yaml"),
                "attune: /dev/full: No space left on device. Make room on that file system.");
        isRefused(
                attune.run("space", "convert", "space.yaml", "/proc/space.yaml"),
                "attune: /proc/space.yaml: a file cannot be made there");
        isRefused(
                shell("echo '{}' | attune space check space.yaml --configurations - > /dev/full"),
                "attune: the output is not whole: No space left on device.");
    }

    @Test
    void aFileThatIsWrittenOverStaysTheSameFileForItsLinks() throws Exception {
        attune.file("old.yaml", "old");
        Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("old.yaml"));
        assertThat(attune.run("space", "convert", "space.yaml", "link.yaml", "--to", "yaml", "--force")
                        .code())
                .isZero();
        assertThat(folder.resolve("link.yaml")).isSymbolicLink();
        assertThat(folder.resolve("old.yaml")).content().contains("optimizer");
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".unfinished"));
        }
    }

    @Test
    void checkAndRunSayWhatIsOddInASpace() throws Exception {
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  x: {type: float, low: 0, high: 1}",
                "  kind: {type: categorical, choices: [a, b]}",
                "  child: {type: int, low: 1, high: 3, when: {all: [{kind: a}, {kind: b}]}}",
                "forbidden: [{x: {greater: 0.0005}}]",
                "sampler: random",
                "trials: 1",
                "trainable: {command: [sh, -c, \"echo attune: '{{\\\"loss\\\": 1}}'\"]}");
        for (String command : List.of("check", "run")) {
            Attune.Ended ended = attune.run(command, "study.yaml");
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out() + ended.err())
                    .contains(
                            "the forbidden clauses refuse 99.950 % of the configurations.",
                            "'child' can never be active",
                            "the configuration of the defaults is not allowed: it is forbidden that x > 5e-4.");
        }
        Attune.Ended none = attune.run("run", "study.yaml", "--set", "forbidden=[{kind: a}, {kind: b}]");
        isRefused(none, "no configuration is left when all of these are forbidden: ");
    }

    @Test
    void samplesAreTheSameForTheSameSeedAndValid() throws Exception {
        Attune.Ended first =
                attune.run("space", "sample", "space.yaml", "-n", "200", "--seed", "1", "--format", "jsonl");
        assertThat(first.jsonLines()).hasSize(200);
        Files.writeString(folder.resolve("samples.jsonl"), first.out());
        assertThat(attune.run("space", "sample", "space.yaml", "-n", "200", "--seed", "1", "--format", "jsonl")
                        .out())
                .isEqualTo(first.out());
        assertThat(attune.run("space", "sample", "space.yaml", "-n", "200", "--seed", "2", "--format", "jsonl")
                        .out())
                .isNotEqualTo(first.out());
        Attune.Ended checked = attune.run("space", "check", "space.yaml", "--configurations", "samples.jsonl");
        assertThat(checked.code()).as(checked.err()).isZero();
        assertThat(checked.jsonLines())
                .hasSize(200)
                .allSatisfy(verdict -> assertThat(verdict.get("valid")).isEqualTo(true));
    }

    @Test
    void samplesInCsvHaveAColumnForEachParameter() {
        List<String> lines = attune.run("space", "sample", "space.yaml", "-n", "3", "--format", "csv")
                .out()
                .lines()
                .toList();
        assertThat(lines)
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(5));
        assertThat(lines.get(0)).isEqualTo("optimizer,lr,layers,momentum,nesterov");
    }

    @Test
    void whoeverReadsOnlyTheBeginningEndsTheDrawing() {
        Attune.Ended ended =
                shell("set -o pipefail; attune space sample space.yaml -n 1000000000 --format jsonl | head -3");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.jsonLines()).hasSize(3);
        assertThat(ended.code()).isZero();
    }

    @Test
    void eachConfigurationGetsAVerdict() throws Exception {
        attune.file(
                "given.jsonl",
                "{\"optimizer\": \"adam\", \"lr\": 0.001, \"layers\": 3}",
                "{\"optimizer\": \"adam\", \"lr\": 0.5, \"layers\": 3}",
                "{\"optimizer\": \"adam\", \"lr\": 0.001, \"layers\": 3, \"momentum\": 0.1}",
                "{\"optimizer\": \"sgd\", \"lr\": 0.001, \"layers\": 3}",
                "{\"optimizer\": \"sgd\", \"lr\": 2, \"layers\": 3, \"momentum\": 0.1}",
                "{\"optimiser\": \"sgd\", \"lr\": 1, \"layers\": 3, \"momentum\": 0.1}");
        Attune.Ended ended = attune.run("space", "check", "space.yaml", "--configurations", "given.jsonl");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("attune: 5 of 6 configurations not valid.\n");
        List<Map<?, ?>> verdicts = ended.jsonLines();
        assertThat(verdicts.get(0).get("active")).isEqualTo(List.of("layers", "lr", "optimizer"));
        assertThat((List<?>) verdicts.get(0).get("vector")).hasSize(5).last().isNull();
        assertThat(verdicts.stream().skip(1).map(verdict -> verdict.get("error") + " " + verdict.get("parameter")))
                .containsExactly(
                        "forbidden optimizer",
                        "inactive_set momentum",
                        "active_not_set momentum",
                        "illegal_value lr",
                        "unknown_parameter optimiser");
        assertThat(verdicts.get(4).get("message").toString()).contains("between 1e-5 and 1");
    }

    @Test
    void oneAnswerComesBeforeTheNextQuestion() {
        Attune.Ended ended = shell("mkfifo questions && exec 3<>questions"
                + " && coproc attune space check space.yaml --configurations - <questions"
                + " && echo '{\"layers\": 9}' >&3 && read -t 60 -u ${COPROC[0]} answer && echo \"$answer\""
                + " && kill $COPROC_PID");
        assertThat(ended.out()).startsWith("{\"valid\":false,");
    }

    @Test
    void aLineThatIsNoJsonIsToldWithItsPlace() throws Exception {
        attune.file("given.jsonl", "{\"optimizer\": \"adam\", \"lr\": 0.001, \"layers\": 3}", "{\"lr\": }", "[]");
        Attune.Ended ended = attune.run("space", "check", "space.yaml", "--configurations", "given.jsonl");
        assertThat(ended.jsonLines()).hasSize(3);
        assertThat(ended.jsonLines().get(1).get("message").toString()).contains("line 2, column 8: ");
        isRefused(ended, "2 of 3 lines could not be read as JSON objects, the first is line 2.");
    }

    @Test
    void checkOfAFileAloneTellsWhatItIs() {
        Attune.Ended ended = attune.run("space", "check", "space.yaml");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("space.yaml", "5 parameters");
    }

    @Test
    void convertsThereAndBack() throws Exception {
        for (String form : List.of("configspace", "configspace-1.2", "yaml")) {
            Attune.Ended there = attune.run("space", "convert", "space.yaml", "--to", form, form);
            assertThat(there.code()).as(there.err()).isZero();
            assertThat(there.out()).isEmpty();
            Attune.Ended back = attune.run("space", "convert", form, "--to", "yaml", "-");
            assertThat(back.code()).as(back.err()).isZero();
            Files.writeString(folder.resolve("back.yaml"), back.out());
            assertThat(definition("back.yaml")).isEqualTo(definition("space.yaml"));
        }
    }

    private Object definition(String file) {
        Map<?, ?> json = attune.run("space", "show", file, "--json").json();
        return List.of(json.get("space"), json.get("forbidden"));
    }

    @Test
    void whatAFormCannotSayIsListedAndNothingIsWritten() {
        Attune.Ended ended = attune.run("space", "convert", "space.yaml", "--to", "pcs", "space.pcs");
        isRefused(ended, "cannot say all of this space:\n  ");
        assertThat(folder.resolve("space.pcs")).doesNotExist();
    }

    @Test
    void aFileIsNotWrittenOverUnlessAsked() throws Exception {
        attune.file("there.json", "mine");
        isRefused(
                attune.run("space", "convert", "space.yaml", "there.json"),
                "there.json is there already. With --force");
        assertThat(folder.resolve("there.json")).content().isEqualTo("mine\n");
        assertThat(attune.run("space", "convert", "space.yaml", "there.json", "--force")
                        .code())
                .isZero();
        assertThat(folder.resolve("there.json")).content().contains("hyperparameters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    space convert space.yaml out.pcs              | a .pcs file may be of two forms
                    space convert space.yaml --to pcss x          | there is no form of search spaces called 'pcss'; did you mean 'pcs'?
                    space convert space.yaml --to optuna x        | read, but not written
                    space convert space.yaml nowhere/x.json       | there is no folder
                    space convert space.yaml .                    | is a folder
                    space convert space.yaml                      | OUT
                    space check space.yaml --configurations .     | . is a folder, but a file of configurations is needed
                    space show --from nothing space.yaml          | there is no form of search spaces called 'nothing'
                    space sample space.yaml -n -1                 | -n must be 0 or more
                    space sample space.yaml --format xml          | it is table, csv or jsonl
                    space shwo space.yaml                         | there is no command 'shwo'; did you mean 'show'?
                    space check space.yaml --configurations none  | there is no file none
                    space check - --configurations -              | cannot both be on standard input
                    """)
    void answersBadArgumentsWithAMessageAndExitCodeTwo(String arguments, String message) {
        Attune.Ended ended = attune.run(arguments.split(" +"));
        isRefused(ended, message);
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing.json   | missing.json: no such file.
                    folder.json    | this is a folder
                    empty.yaml     | the file is empty
                    binary.json    | binary.json:1:1: the file of a search space must be UTF-8 text
                    junk.json      | junk.json
                    junk.yaml      | junk.yaml
                    junk.pcs       | junk.pcs
                    junk           | looks like none of the forms
                    cut.json       | cut.json:
                    study.yaml     | study.yaml:1:1: 'space' is missing
                    """)
    void aFileThatIsNoSpaceIsToldFromWhatIsWrongWithIt(String file, String message) throws Exception {
        Files.createDirectory(folder.resolve("folder.json"));
        attune.file("empty.yaml");
        Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xff});
        if (file.startsWith("junk")) {
            Files.writeString(folder.resolve(file), "x7{\"'\\ ".repeat(1_400_000));
        }
        attune.file("cut.json", "{\"name\": \"a\", \"hyperparameters\": [{\"type\": \"uniform_float\", \"na");
        attune.file("study.yaml", "objective: {metric: loss, mode: min}");
        for (String command : List.of("show", "check")) {
            Attune.Ended ended = attune.run("space", command, file);
            isRefused(ended, message);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().length()).isLessThan(2000);
        }
    }

    @Test
    void namesBeyondAsciiComeThroughWhateverTheLocale() throws Exception {
        attune.file("größe.yaml", "space: {größe: {type: categorical, choices: [klein, groß, 大]}}");
        String sample = attune.with("LC_ALL", "C")
                .run("space", "sample", "größe.yaml", "-n", "5", "--format", "jsonl")
                .out();
        assertThat(sample).contains("größe").containsAnyOf("groß", "大", "klein");
        Files.write(folder.resolve("s.jsonl"), sample.getBytes(StandardCharsets.UTF_8));
        assertThat(attune.run("space", "check", "größe.yaml", "--configurations", "s.jsonl")
                        .code())
                .isZero();
        assertThat(attune.run("space", "convert", "größe.yaml", "größe.json").code())
                .isZero();
        assertThat(attune.run("space", "show", "größe.json").out()).contains("größe", "大");
    }
}
