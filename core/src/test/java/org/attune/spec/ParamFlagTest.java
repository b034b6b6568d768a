package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Json;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParamFlagTest {

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("lr=float(1e-4,1e-1,log)", new FloatParameter("lr", 1e-4, 0.1, true, 0)),
                Arguments.of("p=float( 0 , 0.5 , step=0.1 )", new FloatParameter("p", 0, 0.5, false, 0.1)),
                Arguments.of("n=int(1,8)", new IntegerParameter("n", 1, 8, false, 1)),
                Arguments.of("n=int(1,64,log,step=2)", new IntegerParameter("n", 1, 64, true, 2)),
                Arguments.of("n=int(high=8, low=1, log=false)", new IntegerParameter("n", 1, 8, false, 1)),
                Arguments.of("b=cat(16,32,64)", new ChoiceParameter("b", List.of(16, 32, 64), false)),
                Arguments.of(
                        "b=choice(relu, \"a, b\", [1,2], null, 1.0, '1')",
                        new ChoiceParameter("b", Arrays.asList("relu", "a, b", List.of(1, 2), null, 1.0, "1"), false)),
                Arguments.of("s=ordinal(small,large)", new ChoiceParameter("s", List.of("small", "large"), true)),
                Arguments.of("k=const(3)", new Constant("k", 3)),
                Arguments.of("k=const({a: [1, (2)]})", new Constant("k", Map.of("a", List.of(1, "(2)")))));
    }

    @ParameterizedTest
    @MethodSource("good")
    void makeParameters(String flag, Parameter parameter) {
        assertThat(ParamFlag.parse(flag)).isEqualTo(parameter);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("lr=float(1e-1,1e-4)", """
                        --param, column 10: low < high must hold for 'lr', but got low=0.1, high=1e-4. Maybe the two are swapped?
                            lr=float(1e-1,1e-4)
                                     ^"""),
                Arguments.of("lr=0.1", """
                        --param, column 1: a parameter must be NAME=TYPE(...), but got lr=0.1. For a fixed value write lr=const(0.1).
                            lr=0.1
                            ^"""),
                Arguments.of("lr=flot(0,1)", """
                        --param, column 4: unknown type 'flot' of 'lr'; did you mean 'float'? Types: float, int, cat, ordinal, const.
                            lr=flot(0,1)
                               ^"""),
                Arguments.of("lr=float(0)", """
                        --param, column 4: 'high' of 'lr' is missing.
                            lr=float(0)
                               ^"""),
                Arguments.of("lr=float(0,one)", """
                        --param, column 12: 'high' of 'lr' must be a number, but got "one".
                            lr=float(0,one)
                                       ^"""),
                Arguments.of("n=int(0,8,2)", """
                        --param, column 11: a range is (low, high), then log or step=..., but got 2. Write step=2 if a step is meant.
                            n=int(0,8,2)
                                      ^"""),
                Arguments.of("n=int(0,8,stpe=2)", """
                        --param, column 11: unknown key 'stpe' in 'n'; did you mean 'step'? Known keys of int: type, low, high, log, step, prior, default, when, before.
                            n=int(0,8,stpe=2)
                                      ^"""),
                Arguments.of("b=cat()", """
                        --param, column 7: 'b' must have at least one choice, but got an empty list.
                            b=cat()
                                  ^"""),
                Arguments.of("k=const(1,2)", """
                        --param, column 3: the constant 'k' must have one value, but got 2.
                            k=const(1,2)
                              ^"""),
                Arguments.of("b=cat(a, [b)", """
                        --param, column 10: the bracket that opens here is not closed; ']' is missing.
                            b=cat(a, [b)
                                     ^"""));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void errorsPointIntoTheFlag(String flag, String message) {
        assertThatThrownBy(() -> ParamFlag.parse(flag))
                .isInstanceOf(TextException.class)
                .hasMessage(message);
    }

    @Test
    void settingsAreNamed() {
        SearchSpace space = ParamFlag.space(List.of(
                "opt=cat(adam,sgd,weights=[2,1],default=sgd)",
                "momentum=float(0,1,default=0.9,when={opt: sgd})",
                "lr=float(1e-4,1,log,prior={type: normal, mean: 0.1, deviation: 1})",
                "k=const(a=1,when={opt: [adam]})"));

        assertThat(space.definition()).isEqualTo(Json.parse("""
                {"space": {"opt": {"type": "categorical", "choices": ["adam", "sgd"], "weights": [2.0, 1.0], "default": "sgd"},
                           "momentum": {"type": "float", "low": 0.0, "high": 1.0, "default": 0.9, "when": {"opt": "sgd"}},
                           "lr": {"type": "float", "low": 1e-4, "high": 1.0, "log": true, "prior": {"type": "normal", "mean": 0.1, "deviation": 1.0}},
                           "k": {"type": "constant", "value": "a=1", "when": {"opt": ["adam"]}}}}
                """));
        assertThatThrownBy(() -> ParamFlag.space(List.of("m=float(0,1,when={opt: sgd})")))
                .hasMessage("""
                        --param, column 19: 'when' of 'm': there is no parameter 'opt'. Parameters: m.
                            m=float(0,1,when={opt: sgd})
                                              ^""");
    }

    @Test
    void severalFlagsMakeASpaceInTheirOrderAndTellAllErrors() {
        assertThat(ParamFlag.space(List.of("b=int(1,2)", "a=cat(x,y)")).parameters())
                .extracting(Parameter::name)
                .containsExactly("b", "a");
        assertThatThrownBy(() -> ParamFlag.space(List.of("a=int(1)", "b=int(5,1)", "c=int(1,2)", "c=int(1,2)")))
                .satisfies(e -> assertThat(((TextException) e).errors()).hasSize(3));
    }
}
