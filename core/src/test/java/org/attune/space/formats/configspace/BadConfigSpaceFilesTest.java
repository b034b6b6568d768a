package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attune.text.TextError;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a file is told with its place, and in a moment. */
class BadConfigSpaceFilesTest {
    private static final int TEN_MEGABYTES = 10 << 20;

    /** A text, and the error it must give: line, column, and how the message begins. */
    static Stream<Arguments> texts() {
        return Stream.of(
                bad("", 1, 1, "the file is empty."),
                bad(" \n\t\n", 1, 1, "the file is empty."),
                bad("[]", 1, 1, "a file of ConfigSpace must be one JSON object, but got []."),
                bad("3", 1, 1, "a file of ConfigSpace must be one JSON object, but got 3."),
                bad("{}", 1, 1, "'hyperparameters' is missing."),
                bad("{\n \"name\": \"a\",\n \"hyperpa", 3, 10, "the file ends in the middle of its JSON."),
                bad("{\"hyperparameters\": [\n", 1, 22, "the file ends in the middle of its JSON."),
                bad("{\"hyperparameters\": []} {}", 1, 25, "the file goes on behind its end."),
                bad("{\"hyperparameters\": []}}", 1, 24, "not JSON: '}' closes nothing that is open here."),
                bad("{\"hyperparameters\": [}", 1, 22, "not JSON: '}' closes nothing that is open here."),
                bad(
                        "{\"hyperparameters\": [],}",
                        1,
                        24,
                        "not JSON: a key in double quotes must come here, but got '}'."),
                bad("{'hyperparameters': []}", 1, 2, "not JSON: a key in double quotes must come here, but got '''."),
                bad("{\"a\" 1}", 1, 6, "not JSON: a ':' must come here, but got '1'."),
                bad(
                        "{\"name\": \"a\"\n \"conditions\": []}",
                        2,
                        2,
                        "not JSON: a comma or a closing bracket must come here"),
                bad("{\"name\": None}", 1, 10, "not JSON: 'None' is no value."),
                bad("{\"name\": 01}", 1, 11, "not JSON: Invalid numeric value"),
                bad("{\"name\": \"a\u0001\"}", 1, 12, "not JSON: it has the character U+0001 here."),
                bad("\ufffd\ufffd\u0000", 1, 1, "not JSON"),
                bad(
                        "{\"name\": \"a\", \"name\": \"b\"}",
                        1,
                        15,
                        "key 'name' is there twice, first at line 1, column 2."),
                bad("{\"hyperparameters\": {}}", 1, 21, "'hyperparameters' must be a list, but got {}."),
                bad("{\"hyperparameters\": []}", 1, 21, "a space must have at least one parameter, but got none."),
                bad("{\"hyperparameter\": []}", 1, 2, "unknown key 'hyperparameter'; did you mean 'hyperparameters'?"),
                bad(
                        "{\"hyperparameters\": [" + "[".repeat(60) + "]".repeat(60) + "]}",
                        1,
                        71,
                        "lists and objects may be"),
                bad("{\"hyperparameters\": [" + "9".repeat(30) + "]}", 1, 22, "the number 999"),
                bad("{\"hyperparameters\": [7]}", 1, 22, "a parameter must be an object, but got 7."));
    }

    /** One of a file's parameters, in a line of its own that begins with column 1. */
    static Stream<Arguments> parameters() {
        return Stream.of(
                bad("{'type': 'uniform_float', 'lower': 0, 'upper': 1}", 1, "a parameter must have a name."),
                bad(
                        "{'type': 'uniform_float', 'name': '', 'lower': 0, 'upper': 1}",
                        35,
                        "'name' of a parameter must be"),
                bad(
                        "{'type': 'uniform_float', 'name': 7, 'lower': 0, 'upper': 1}",
                        35,
                        "'name' of a parameter must be"),
                bad(
                        "{'type': 'uniform_float', 'name': 'a', 'lower': 0, 'upper': 1}",
                        35,
                        "the names of parameters must differ"),
                bad("{'name': 'x', 'lower': 0, 'upper': 1}", 1, "'type' of 'x' is missing."),
                bad("{'name': 'x', 'type': 'uniform', 'lower': 0}", 23, "unknown type 'uniform' of 'x'; did you mean"),
                bad("{'name': 'x', 'type': 3}", 23, "'type' of 'x' must be a text, but got 3."),
                bad("{'name': 'x', 'type': 'uniform_float', 'lower': 0}", 1, "'upper' of 'x' is missing."),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': '1'}",
                        61,
                        "'upper' of 'x' must be a number"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': NaN, 'upper': 1}",
                        49,
                        "'lower' of 'x' must be a number, but got NaN."),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': Infinity}",
                        61,
                        "'upper' of 'x' must be a number"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1e999}",
                        61,
                        "'upper' of 'x' must be a number, but got 1e999."),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 2, 'upper': 1}",
                        49,
                        "low < high must hold for 'x'"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'log': true}",
                        49,
                        "low > 0 must hold for 'x'"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'log': 1}",
                        71,
                        "'log' of 'x' must be true or false"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'default_value': 2}",
                        81,
                        "the default of 'x' must be between 0 and 1"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'choices': []}",
                        64,
                        "unknown key 'choices' in 'x'"),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'q': 0.3}",
                        69,
                        "upper - lower must be a multiple of q for 'x', but got lower=0, upper=1, q=0.3."),
                bad(
                        "{'name': 'x', 'type': 'uniform_float', 'lower': 0, 'upper': 1, 'q': -1}",
                        69,
                        "'q' of 'x' must be a number above 0"),
                bad(
                        "{'name': 'x', 'type': 'uniform_int', 'lower': 0.5, 'upper': 3}",
                        47,
                        "'lower' of 'x' must be a whole number"),
                bad(
                        "{'name': 'x', 'type': 'uniform_int', 'lower': 0, 'upper': 9223372036854775807}",
                        59,
                        "high must lie within 2^52 of zero"),
                bad(
                        "{'name': 'x', 'type': 'normal_float', 'mu': 0, 'sigma': 0, 'lower': 0, 'upper': 1}",
                        57,
                        "'sigma' of 'x' must be a number above 0"),
                bad(
                        "{'name': 'x', 'type': 'normal_float', 'mu': 0, 'sigma': 1, 'lower': 0}",
                        1,
                        "'upper' of 'x' is missing."),
                bad(
                        "{'name': 'x', 'type': 'beta_int', 'alpha': 1, 'beta': null, 'lower': 0, 'upper': 1}",
                        47,
                        "'beta' of 'x' has no value."),
                bad("{'name': 'x', 'type': 'categorical', 'choices': []}", 49, "'x' must have at least one choice"),
                bad("{'name': 'x', 'type': 'categorical', 'choices': 'a'}", 49, "'choices' of 'x' must be a list"),
                bad(
                        "{'name': 'x', 'type': 'categorical', 'choices': [1, true]}",
                        53,
                        "the choices of 'x' must differ, but 1 and true are equal in Python."),
                bad(
                        "{'name': 'x', 'type': 'categorical', 'choices': [1, NaN]}",
                        53,
                        "a value must be one that JSON has, but got NaN."),
                bad(
                        "{'name': 'x', 'type': 'categorical', 'choices': [1, 2], 'weights': [1]}",
                        68,
                        "the weights of 'x' must be 2 numbers"),
                bad(
                        "{'name': 'x', 'type': 'categorical', 'choices': [1, 2], 'default_value': 3}",
                        74,
                        "the default of 'x' must be one of [1, 2], but got 3."),
                bad("{'name': 'x', 'type': 'ordinal', 'sequence': ['s', 's']}", 52, "the choices of 'x' must differ"),
                bad("{'name': 'x', 'type': 'constant'}", 1, "'value' of 'x' is missing."));
    }

    /** One of a file's conditions. */
    static Stream<Arguments> conditions() {
        return Stream.of(
                bad("7", 1, "'condition' must be an object, but got 7."),
                bad("{'child': 'b', 'parent': 'a', 'value': 1}", 1, "'type' of 'condition' is missing."),
                bad("{'type': 'EQUAL', 'child': 'b'}", 10, "unknown type 'EQUAL' of 'condition'"),
                bad(
                        "{'type': 'EQ', 'child': 'z', 'parent': 'a', 'value': 1}",
                        25,
                        "'child' of 'condition' names no parameter of the space: 'z'"),
                bad(
                        "{'type': 'EQ', 'child': 'b', 'parent': 'z', 'value': 1}",
                        40,
                        "'parent' of 'condition' names no parameter of the space: 'z'"),
                bad("{'type': 'EQ', 'child': 'b', 'parent': 'a'}", 1, "'value' of 'condition' is missing."),
                bad(
                        "{'type': 'EQ', 'child': 'b', 'parent': 'a', 'value': 2}",
                        54,
                        "a value of 'a' must be one that it can have, but got 2."),
                bad(
                        "{'type': 'IN', 'child': 'b', 'parent': 'kind', 'values': ['u', 'w']}",
                        64,
                        "a value of 'kind' must be one that it can have, but got \"w\"."),
                bad(
                        "{'type': 'IN', 'child': 'b', 'parent': 'kind', 'values': []}",
                        58,
                        "'values' of 'condition' must not be empty."),
                bad(
                        "{'type': 'GT', 'child': 'b', 'parent': 'kind', 'value': 'u'}",
                        40,
                        "GT is for numbers and ordinal parameters, but 'kind' is neither."),
                bad(
                        "{'type': 'LT', 'child': 'b', 'parent': 'a', 'value': 'u'}",
                        54,
                        "'value' of 'condition' must be a number"),
                bad(
                        "{'type': 'AND', 'child': 'b', 'conditions': []}",
                        45,
                        "'conditions' of 'condition' must not be empty."),
                bad(
                        "{'type': 'AND', 'child': 'b', 'conditions': [{'type': 'EQ', 'child': 'a', 'parent': 'kind', 'value': 'u'}]}",
                        70,
                        "the parts of a condition must have its child"),
                bad(
                        "{'type': 'EQ', 'child': 'a', 'parent': 'a', 'value': 1}",
                        1,
                        "conditions must not go round in a circle, but do: a needs a."),
                bad(
                        "{'type': 'EQ', 'child': 'kind', 'parent': 'b', 'value': 1}, {'type': 'EQ', 'child': 'b', 'parent': 'kind', 'value': 'u'}",
                        61,
                        "conditions must not go round in a circle, but do: b needs kind needs b."));
    }

    /** One of a file's forbidden clauses. */
    static Stream<Arguments> forbidden() {
        return Stream.of(
                bad(
                        "{'type': 'EQUALS', 'name': 'z', 'value': 1}",
                        28,
                        "'name' of 'forbidden clause' names no parameter of the space: 'z'"),
                bad(
                        "{'type': 'EQUALS', 'name': 'kind', 'value': 1}",
                        45,
                        "a value of 'kind' must be one that it can have"),
                bad("{'type': 'NEQ', 'name': 'kind', 'value': 'u'}", 10, "unknown type 'NEQ' of 'forbidden clause'"),
                bad("{'type': 'AND', 'clauses': {}}", 28, "'clauses' of 'forbidden clause' must be a list"),
                bad(
                        "{'type': 'RELATION', 'left': 'a', 'right': 'b', 'lambda': 'MORE'}",
                        59,
                        "'lambda' of 'forbidden clause' must be LESS, EQUALS or GREATER"),
                bad("{'type': 'RELATION_LT', 'left': 'a', 'right': 'a'}", 47, "'a' is compared with itself."),
                bad(
                        "{'type': 'CLAUSE_LE', 'name': 'kind', 'value': 'u'}",
                        31,
                        "CLAUSE_LE is for numbers and ordinal parameters"));
    }

    private static Arguments bad(String text, int line, int column, String message) {
        return Arguments.of(text, line, column, message);
    }

    private static Arguments bad(String part, int column, String message) {
        return Arguments.of(part.replace('\'', '"'), column, message);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aBadTextIsToldWithItsPlace(String text, int line, int column, String message) {
        tells(text, line, column, message);
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aBadParameterIsToldWithItsPlace(String parameter, int column, String message) {
        tells(file(",\n" + parameter, "", ""), 5, column, message);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aBadConditionIsToldWithItsPlace(String condition, int column, String message) {
        tells(file("", condition, ""), 6, column, message);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void aBadForbiddenClauseIsToldWithItsPlace(String clause, int column, String message) {
        tells(file("", "", clause), 8, column, message);
    }

    @Test
    void allErrorsAreToldTogether() {
        String text = file(
                ",\n{\"name\": \"x\", \"type\": \"other\"}",
                "{\"type\": \"EQ\", \"child\": \"b\", \"parent\": \"x\", \"value\": 1}",
                "{\"type\": \"EQUALS\", \"name\": \"z\", \"value\": 1}");

        assertThat(errors(text).errors()).extracting(TextError::line).containsExactly(5, 9);
    }

    @Test
    void tenMegabytesOfJunkAreRefusedInAMoment() {
        StringBuilder junk = new StringBuilder();
        Random random = new Random(6);
        while (junk.length() < TEN_MEGABYTES) {
            junk.append((char) (' ' + random.nextInt(90)));
        }
        refuses(junk.toString(), "not JSON");
        refuses("[".repeat(TEN_MEGABYTES), "lists and objects may be nested 50 deep");
        refuses("{\"a\":".repeat(TEN_MEGABYTES / 5), "lists and objects may be nested 50 deep");
        refuses("[" + "0,".repeat(TEN_MEGABYTES / 2) + "0]", "the file may have 200000 values");
        refuses("\n".repeat(TEN_MEGABYTES) + "x", "not JSON");
        refuses("{\"name\": \"" + "a".repeat(TEN_MEGABYTES), "the file ends in the middle");
        refuses("\u0000".repeat(TEN_MEGABYTES), "not JSON");
    }

    @Test
    void ofManyErrorsTheFirstAreTold() {
        String text = "{\"hyperparameters\": [" + "{},".repeat(50_000) + "{}]}";

        assertThat(errors(text).errors()).hasSizeBetween(100, 110);
    }

    @Test
    void aLongChainOfConditionsIsRead() {
        StringBuilder parameters = new StringBuilder();
        StringBuilder conditions = new StringBuilder();
        for (int i = 0; i < 14_000; i++) {
            parameters.append(",\n{\"type\": \"uniform_int\", \"name\": \"p" + i + "\", \"lower\": 0, \"upper\": 1}");
            String parent = i == 13_999 ? "a" : "p" + (i + 1);
            conditions
                    .append(i == 0 ? "" : ",")
                    .append("{\"type\": \"EQ\", \"child\": \"p" + i + "\", \"parent\": \"" + parent
                            + "\", \"value\": 1}");
        }

        assertThat(ConfigSpaceReader.read(file(parameters.toString(), conditions.toString(), ""), "s.json")
                        .space()
                        .conditions())
                .hasSize(14_000);
    }

    @Test
    void manyChoicesAreRead() {
        String choices =
                IntStream.range(0, 50_000).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
        String parameter = ",\n{\"type\": \"categorical\", \"name\": \"many\", \"choices\": [" + choices + "]}";

        assertThat(ConfigSpaceReader.read(file(parameter, "", ""), "s.json")
                        .space()
                        .parameter("many")
                        .size())
                .isEqualTo(50_000);
    }

    private static void refuses(String text, String message) {
        TextError error = errors(text).errors().get(0);

        assertThat(error.message()).startsWith(message);
        assertThat(error.excerpt()).hasSizeLessThan(500);
    }

    private static void tells(String text, int line, int column, String message) {
        TextError error = errors(text).errors().get(0);

        assertThat(error.where() + " " + error.message()).startsWith("s.json:" + line + ":" + column + " " + message);
    }

    private static TextException errors(String text) {
        return catchThrowableOfType(TextException.class, () -> ConfigSpaceReader.read(text, "s.json"));
    }

    /** With the parts in lines of their own. */
    private static String file(String parameter, String condition, String clause) {
        return "{\"hyperparameters\": [\n"
                + "{\"type\": \"uniform_int\", \"name\": \"a\", \"lower\": 0, \"upper\": 1},\n"
                + "{\"type\": \"uniform_int\", \"name\": \"b\", \"lower\": 0, \"upper\": 1},\n"
                + "{\"type\": \"categorical\", \"name\": \"kind\", \"choices\": [\"u\", \"v\"]}"
                + parameter + "],\n"
                + "\"conditions\": [\n" + condition + "],\n"
                + "\"forbiddens\": [\n" + clause + "\n]}\n";
    }
}
