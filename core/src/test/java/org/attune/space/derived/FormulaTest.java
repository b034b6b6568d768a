package org.attune.space.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
    private static final Map<String, Object> VALUES = new LinkedHashMap<>(Map.of(
            "width",
            24L,
            "ratio",
            0.5,
            "optimizer",
            "adam",
            "optimizer2.adam.beta",
            0.9,
            "batch-size",
            32L,
            "nesterov",
            true,
            "shape",
            List.of(1L, 2L),
            "e",
            7L));

    static {
        VALUES.put("nothing", null);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '~', textBlock = """
            round(width * ratio)                | 12
            width * ratio                       | 12.0
            width / 2                           | 12.0
            floor(width / 5)                    | 4
            ceil(width / 5)                     | 5
            width % 5                           | 4
            -7 % 5                              | 3
            -7.5 % 5                            | 2.5
            2 ^ 10                              | 1024
            2 ^ 3 ^ 2                           | 512
            2 ^ -1                              | 0.5
            (-2) ^ 2                            | 4
            -(2 ^ 2)                            | -4
            (-1) ^ 9000000000000000001          | -1
            1 - 2 - 3                           | -4
            2 + 3 * 4                           | 14
            9007199254740993 + 0                | 9007199254740993
            0.1 + 0.2                           | 0.30000000000000004
            1e3                                 | 1000.0
            round(2.5)                          | 2
            round(3.5)                          | 4
            round(2.675, 2)                     | 2.68
            round(-0.4)                         | 0
            min(3, 2.5, width)                  | 2.5
            max(3, width)                       | 24
            abs(-3)                             | 3
            sqrt(16)                            | 4.0
            log2(1024)                          | 10.0
            log2(536870912)                     | 29.0
            log10(1000)                         | 3.0
            log(1)                              | 0.0
            exp(0)                              | 1.0
            if(optimizer == "adam", 1, 2)       | 1
            if(optimizer == 'sgd', 1, "two")    | two
            if(true, 1, 1 / 0)                  | 1
            false && 1 / 0 > 1                  | false
            true || missing                     | true
            !(width > 20) || nesterov           | true
            width == 24.0                       | true
            width != "24"                       | true
            nothing == null                     | true
            shape                               | [1, 2]
            optimizer2.adam.beta * 10           | 9.0
            {batch-size} - 1                    | 31
            e + {e}                             | 14
            ROUND(width)                        | 24
            +width                              | 24
            """)
    void hasAValue(String formula, String value) {
        assertThat(String.valueOf(Formula.parse(formula).value(VALUES))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '~', textBlock = """
            ~~                        | 1 | an expression must not be empty.
            1 +                       | 3 | a value must follow after '+'.
            1 + * 2                   | 5 | a value must stand here.
            2 ** 3                    | 4 | a value must stand here. A power is written as x ^ y.
            width // 2                | 8 | a value must stand here. A division without remainder is written as floor(x / y).
            width if nesterov else 2  | 7 | an operator or a comma must stand before 'if'. A choice between two values is written as if(condition, a, b).
            nesterov and true         | 10 | an operator or a comma must stand before 'and'. Write && for and.
            nesterov or true          | 10 | an operator or a comma must stand before 'or'. Write || for or.
            not nesterov              | 5 | an operator or a comma must stand before 'nesterov'. Write !(x) for not x.
            width optimizer2.adam     | 7 | an operator or a comma must stand before 'optimizer2.adam'.
            (1 + 2                    | 1 | a bracket is not closed; ')' is missing.
            1 + 2)                    | 6 | no bracket is open that this one could close.
            1 2                       | 3 | an operator or a comma must stand before '2'.
            2 width                   | 3 | an operator or a comma is missing here.
            max(1 2)                  | 7 | an operator or a comma must stand before '2'.
            max(1,,2)                 | 7 | a value must stand before ','.
            round()                   | 7 | a value must stand before ')'.
            1, 2                      | 2 | a comma stands only between the values of a function. A decimal point is written as '.'.
            (1, 2)                    | 3 | a comma stands only between the values of a function. A decimal point is written as '.'.
            if(true, 1)               | 1 | 'if' must be given three values, as in if(x > 1, a, b), but got 2.
            rond(2)                   | 1 | there is no function 'rond'; did you mean 'round'? Functions: if, min, max, round, floor, ceil, abs, sqrt, exp, log, log2, log10.
            1 + fact(20)              | 5 | there is no function 'fact'. Functions: if, min, max, round, floor, ceil, abs, sqrt, exp, log, log2, log10.
            width = 2                 | 7 | '=' is no operator. Write == for equal.
            width & 2                 | 7 | '&' is no operator. Operators: +, -, *, /, %, ^, ==, !=, <, <=, >, >=, &&, ||, !.
            "abc                      | 1 | the quote that opens here is not closed.
            -2 ^ 2                    | 1 | whether '-' or '^' comes first must be written. Write (-x) ^ y, or -(x ^ y).
            1 - -(width) ^ 2          | 5 | whether '-' or '^' comes first must be written. Write (-x) ^ y, or -(x ^ y).
            99999999999999999999      | 1 | the number 99999999999999999999 does not fit into 64 bits.
            1e999                     | 1 | the result is no number, or too large for one.
            1 - - -1                  | 7 | two signs must not follow each other. Write -(-x).
            a[1]                      | 2 | '[' is no operator. Operators: +, -, *, /, %, ^, ==, !=, <, <=, >, >=, &&, ||, !.
            """)
    void isNone(String formula, int position, String message) {
        assertThatThrownBy(() -> Formula.parse(formula))
                .isInstanceOfSatisfying(
                        FormulaException.class, e -> assertThat(e.position()).isEqualTo(position))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " | ", quoteCharacter = '~', textBlock = """
            width / (width - 24)      | 7 | 24 is divided by zero.
            width % 0                 | 7 | 24 is divided by zero.
            1 + optimizer             | 3 | '+' is for numbers, but got "adam".
            if(width, 1, 2)           | 1 | 'if' needs true or false, but got 24.
            nesterov && 1             | 10 | '&&' needs true or false, but got 1.
            optimizer < "b"           | 11 | '<' is for numbers, but got "adam".
            sqrt(-1)                  | 1 | 'sqrt' is for numbers of at least 0, but got -1.
            log(0)                    | 1 | 'log' is for numbers above 0, but got 0.
            exp(1000)                 | 1 | the result is no number, or too large for one.
            width ^ 99                | 7 | 24 ^ 99 does not fit into 64 bits.
            9223372036854775807 + 1   | 21 | 9223372036854775807 + 1 does not fit into 64 bits.
            round(1e30)               | 1 | round(1e30) does not fit into 64 bits.
            9^9^9^9                   | 4 | 9 ^ 387420489 does not fit into 64 bits.
            9.5^9.5^9.5^9.5           | 8 | 9.5 ^ 1.942559143334657e9 is no number, or too large for one.
            """)
    void hasNoValue(String formula, int position, String message) {
        assertThatThrownBy(() -> Formula.parse(formula).value(VALUES))
                .isInstanceOfSatisfying(
                        FormulaException.class, e -> assertThat(e.position()).isEqualTo(position))
                .hasMessage(message);
    }

    @Test
    void namesAreThoseOfParametersWithTheirPlaces() {
        assertThat(Formula.parse("if(nesterov, a.b.c + {x y}, \"text\") * a.b.c + round(true == null)")
                        .names())
                .isEqualTo(Map.of("nesterov", 4, "a.b.c", 14, "{x y}".substring(1, 4), 22));
    }

    @Test
    void whatHasNoValueIsNotComputed() {
        assertThatThrownBy(() -> Formula.parse("1 + missing").value(VALUES)).isInstanceOf(Formula.Absent.class);
    }

    @Test
    void theLocaleMakesNoDifference() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("de-DE", "tr-TR", "ar-EG")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Formula.parse("MIN(1.5, 2) + IF(true, 1, 2)").value(VALUES))
                        .isEqualTo(2.5);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLongExpressionIsRefusedAndADeepOneComputed() {
        assertThatThrownBy(() -> Formula.parse("1" + " + 1".repeat(1000))).hasMessageContaining("4001");
        assertThat(Formula.parse("(".repeat(499) + "1" + ")".repeat(499)).value(VALUES))
                .isEqualTo(1L);
        assertThat(Formula.parse("-(".repeat(332) + "1" + ")".repeat(332)).value(Map.of()))
                .isEqualTo(1L);
    }

    @Test
    void junkIsRefusedWithAPlaceInIt() {
        long seed = 20261129;
        SplittableRandom random = new SplittableRandom(seed);
        String[] pieces = {
            "1",
            "2.5",
            "width",
            "a.b",
            "(",
            ")",
            ",",
            "+",
            "-",
            "*",
            "/",
            "^",
            "==",
            "=",
            "!",
            "&&",
            "|",
            "if",
            "max(",
            "\"",
            "'",
            "{",
            "}",
            "[",
            ".",
            " ",
            "\\",
            "é",
            "\ud83d\ude00",
            "0x",
            "e",
            "\n"
        };
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                Formula.parse(text.toString()).value(VALUES);
            } catch (FormulaException e) {
                assertThat(e.position()).as("seed %d: %s", seed, text).isBetween(1, Math.max(1, text.length() + 1));
            } catch (Formula.Absent e) {
                assertThat(text).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
