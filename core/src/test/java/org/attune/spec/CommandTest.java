package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.Configuration;
import org.attune.text.Invalid;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            python train.py --lr {lr}   | python,train.py,--lr,{lr}
              a \t  b                   | a,b
            a 'b c' "d e"               | a,b c,d e
            a'b'"c"\\d                  | abcd
            a "x\\"y" 'x\\y' "x\\y"     | a,x"y,x\\y,x\\y
            a '' b                      | a,,b
            a\\ b                       | a b
            echo '$HOME;x' "\\$1"       | echo,$HOME;x,$1
            """)
    void aCommandIsSplitAsAShellDoes(String command, String words) {
        assertThat(ShellWords.split(command, TextNode.of(command, new Source.Named("x").whole())))
                .isEqualTo(List.of(words.split(",")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = "a | b~a && b~a > b~echo $HOME~\"$HOME\"~a; b")
    void whatOnlyAShellCouldDoIsRefused(
            String first, String second, String third, String fourth, String fifth, String sixth) {
        for (String command : List.of(first, second, third, fourth, fifth, sixth)) {
            assertThatThrownBy(() -> ShellWords.split(command, TextNode.of(command, new Source.Named("x").whole())))
                    .isInstanceOf(Invalid.class)
                    .hasMessageContaining("no shell reads the command");
        }
    }

    @Test
    void placeholdersAreReplacedByValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lr", 0.001);
        values.put("n", 3);
        values.put("act", "re lu");
        values.put("bias", true);
        values.put("drop", null);
        values.put("dims", List.of(1, 2));

        assertThat(Placeholders.fill(
                        List.of("--lr={lr}", "{n}", "{act}", "{bias}", "{drop}", "{dims}", "{{\"lr\": {lr}}}", "plain"),
                        new Configuration(values)))
                .containsExactly("--lr=0.001", "3", "re lu", "true", "null", "[1,2]", "{\"lr\": 0.001}", "plain");
    }

    @Test
    void wordsOfWhatIsNotActiveAreLeftOut() {
        Configuration configuration = new Configuration(Map.of("lr", 0.1, "adam.beta", 0.9));

        assertThat(Placeholders.fill(
                        List.of(
                                "train",
                                "--lr",
                                "{lr}",
                                "--momentum",
                                "{momentum}",
                                "--nesterov={nesterov}",
                                "{momentum}"),
                        configuration))
                .containsExactly("train", "--lr", "0.1");
        assertThat(Placeholders.fill(List.of("{adam.beta}", "{adam}", "{sgd}", "a{sgd.b}"), configuration))
                .containsExactly("0.9", "{\"beta\":0.9}");
    }

    @Test
    void adviceKnowsWhatDerivedValuesUse() {
        String study = """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}, n: {type: int, low: 1, high: 2}, m: {type: int, low: 1, high: 2}}
                derived: {half: n / 2, hidden: round(half)}
                trials: 1
                trainable: {command: [./train, "{lr}", "{hidden}"]}
                """;
        assertThat(SpecAdvice.of(StudySpecReader.read(study, "study.yaml")))
                .containsExactly(
                        "the command does not use 'm'; write {m} where it belongs, unless the program reads ATTUNE_CONFIG.");
    }

    @Test
    void adviceNamesParametersThatACommandForgets() {
        String study = """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}, n: {type: int, low: 1, high: 2}, k: {type: constant, value: 1}}
                trials: 1
                trainable: {command: [./train, "{lr}"]}
                """;
        assertThat(SpecAdvice.of(StudySpecReader.read(study, "study.yaml")))
                .containsExactly(
                        "the command does not use 'n'; write {n} where it belongs, unless the program reads ATTUNE_CONFIG.");
        assertThat(SpecAdvice.of(StudySpecReader.read(study.replace("\"{lr}\"", "lr"), "study.yaml")))
                .isEmpty();
    }

    @Test
    void adviceSaysWhatCannotHappen() {
        String study = """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}, n: {type: int, low: 1, high: 2}}
                sampler: {type: grid, levels: 5}
                scheduler: {type: hyperband, max_step: 27}
                stop: {step: 9}
                trials: 11
                trainable: {python: train.py:train}
                """;
        assertThat(SpecAdvice.of(StudySpecReader.read(study, "study.yaml")))
                .containsExactly(
                        "stop.step=9 is less than scheduler.max_step=27: no trial gets to the last rungs.",
                        "trials=11 is more than the grid has: 10.");
    }
}
