package org.attune.space.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.IntegerParameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.UnsayableException;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcsFormatTest {

    @Test
    void readsTheOldFormAsPeopleWriteIt() {
        SearchSpace space = read(PcsFormat.OLD, """
                # a solver
                @1:loops {common,distinct,shared,no}[no]   # which loops
                alpha[1, 1.4][1.126]
                restarts [16,2048][100]il
                rho\t[0,1]\t[0.5]
                'quoted' {"16", '# no comment', 16} [16]

                Conditionals:
                rho | @1:loops in {common, distinct}
                rho | restarts in {16}
                Forbidden:
                {@1:loops=common, restarts=17}
                """);

        assertThat(space.parameter("restarts"))
                .isInstanceOfSatisfying(
                        IntegerParameter.class, each -> assertThat(each.log()).isTrue());
        assertThat(((ChoiceParameter) space.parameter("quoted")).choices()).containsExactly("16", "# no comment", 16L);
        assertThat(space.parameter("rho").standard()).isEqualTo(0.5);
        assertThat(space.conditions())
                .containsOnlyKeys("rho")
                .containsValue(Clause.all(Clause.in("@1:loops", "common", "distinct"), Clause.in("restarts", 16)));
        assertThat(space.forbidden())
                .containsExactly(Clause.all(Clause.equal("@1:loops", "common"), Clause.equal("restarts", 17)));
    }

    @Test
    void joinsConditionsWithAndBeforeOr() {
        SearchSpace space = read(PcsFormat.NEW, """
                c | a == x && n > 3||b!=2&&a in{x}
                a categorical {x, y} [x]
                b ordinal {1, 2, 3} [2]
                n integer [1, 9] [5]
                b | n<4
                c real [0.1, 1] [0.5]log
                """);

        assertThat(space.conditions().get("c"))
                .isEqualTo(Clause.any(
                        Clause.all(Clause.equal("a", "x"), Clause.greater("n", 3)),
                        // In ConfigSpace != holds where the parent is not active.
                        Clause.all(Clause.any(Clause.not("b", 2), Clause.inactive("b")), Clause.in("a", "x"))));
        assertThat(space.conditions().get("b")).isEqualTo(Clause.less("n", 4));
    }

    @Test
    void choicesAreTheValuesThatPythonPrintsSo() {
        SearchSpace space = read(PcsFormat.NEW, """
                kind categorical {16, -2.5, 1e-05, True, False, None, true, 007, v1.2, 1.} [None]
                only categorical {0.25} [0.25]
                """);

        assertThat(((ChoiceParameter) space.parameter("kind")).choices())
                .isEqualTo(Arrays.asList(16L, -2.5, 1e-5, true, false, null, "true", "007", "v1.2", "1."));
        assertThat(space.parameter("kind").standard()).isNull();
        assertThat(space.parameter("only")).isEqualTo(new Constant("only", 0.25));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "lr real [1, 0.1] [0.5]           ~ 1:10 ~ low < high must hold for 'lr', but got low=1, high=0.1. Maybe the two are swapped?",
                "lr real [0, 1] [0.5]log          ~ 1:10 ~ low > 0 must hold for 'lr' on a logarithmic scale, but got low=0. Maybe a small positive bound, or no log, is meant?",
                "lr real [0, 1] [2]               ~ 1:17 ~ the default of 'lr' must be between 0 and 1, but got 2.0.",
                "lr real [0, 1]                   ~ 1:15 ~ a '[' must stand before the default of 'lr', but got the end of the line. The format asks for a default.",
                "lr real [0, one] [0]             ~ 1:13 ~ a number must stand here, but got \"one\".",
                "n integer [0, 1.5] [0]           ~ 1:15 ~ a whole number must stand here, but got 1.5.",
                "n integer [0, 5] [2] il          ~ 1:22 ~ unknown flag 'il' of 'n'. The only flag is log.",
                "k categorial {a} [a]             ~ 1:3  ~ unknown type 'categorial' of 'k'; did you mean 'categorical'? Types: categorical, ordinal, real, integer.",
                "k categorical {a, b [a]          ~ 1:21 ~ a '}' must stand after the choices of 'k', but got \"[a]\".",
                "k categorical {a,, b} [a]        ~ 1:18 ~ a choice of 'k' must stand here, but got \", b} [a]\".",
                "k categorical {a, b} [c]         ~ 1:23 ~ the default of 'k' must be one of [\"a\", \"b\"], but got \"c\".",
                "k categorical {a, a} [a]         ~ 1:16 ~ the choices of 'k' must differ, but \"a\" is there twice.",
                "k categorical {'a} [a]           ~ 1:16 ~ a quotation mark must have a second one on its line, but it has none.",
            })
    void declarationsThatAreWrong(String line, String place, String message) {
        assertError(PcsFormat.NEW, line, "space.pcs:" + place + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "x | kin == a       ~ 4:5  ~ there is no parameter 'kin'; did you mean 'kind'?",
                "y | kind == a      ~ 4:1  ~ there is no parameter 'y'",
                "x | kind == c      ~ 4:13 ~ no configuration can have this value, as 'kind' must be one of [\"a\", \"b\"], but got \"c\".",
                "x | kind < a       ~ 4:12 ~ '<' is for numbers and ordinal parameters, but 'kind' is neither.",
                "x | kind = a       ~ 4:10 ~ a '==' must stand after the name of a parameter, but got \"= a\". Statements: a == b, a != b, a < 1, a > 1, a in {b, c}.",
                "x | kind == a && missing ~ 4:18 ~ there is no parameter 'missing'.",
                "x | x > 0.5        ~ 4:1  ~ conditions must not go round in a circle, but do: x needs x.",
                "{kind=c}           ~ 4:7  ~ no configuration can have this value, as 'kind' must be one of [\"a\", \"b\"], but got \"c\".",
                "{kind=a            ~ 4:8  ~ a '}' must stand after a forbidden clause, but got the end of the line. Its statements are joined by commas: {a=1, b=2}.",
                "{n + x > 5}        ~ 4:4  ~ a '=' must stand after the name of a parameter, but got \"+ x > 5}\". Write {a=1, b=2}.",
                "n integer [1, 9][2]~ 4:1  ~ the names of parameters must differ, but 'n' is there twice, first at line 2.",
            })
    void clausesThatAreWrong(String line, String place, String message) {
        String text = "kind categorical {a, b} [a]\nn integer [1, 9] [5]\nx real [0, 1] [0.5]\n" + line;
        assertError(PcsFormat.NEW, text, "space.pcs:" + place + ": " + message);
    }

    @Test
    void theConditionThatClosesACircleIsNamed() {
        assertError(PcsFormat.NEW, """
                a categorical {x, y} [x]
                b categorical {x, y} [x]
                c categorical {x, y} [x]
                b | a == x
                c | b == x
                a | c == x
                """, "space.pcs:6:1: conditions must not go round in a circle");
    }

    @Test
    void clausesThatLeaveNothingAreRefused() {
        assertError(PcsFormat.NEW, """
                a categorical {x, y} [x]
                {a=x}
                {a=y}
                """, "space.pcs:2:1: ");
    }

    @Test
    void allThatIsWrongIsTold() {
        TextException thrown = catchThrowableOfType(TextException.class, () -> read(PcsFormat.NEW, """
                kind categorical {a, b} [c]
                n integer [9, 1] [5]
                x real [0, 1] [0.5]
                x | kind == a
                {x=2}
                """));

        // What speaks of a parameter that could not be read is not wrong for that.
        assertThat(thrown.errors()).extracting(error -> error.line()).containsExactly(1, 2, 5);
    }

    @Test
    void whatTheFormHasNoWordsForIsNamed() {
        SpaceBuilder space = SearchSpace.builder()
                .integer("n", 1, 1_000_000)
                .ordinal("size", "s", "m", "l")
                .categorical("text", "16", "a b")
                .add(new IntegerParameter("even", 0, 10, false, 2))
                .uniform("x", 0, 1)
                .uniform("größe", 0, 1)
                .uniform("y", 0, 1)
                .when("y", Clause.relate("x", Comparison.LESS, "n"))
                .forbid(Clause.greater("x", 0.5));

        assertThatThrownBy(() -> PcsFormat.OLD.write(new SpaceDocument(space.build())))
                .isInstanceOf(UnsayableException.class)
                .hasMessage("PCS, the old text format of SMAC and AClib cannot say all of this space:"
                        + " 'even' has a step."
                        + " 'größe' has a name with more than the letters, digits and signs that the form has."
                        + " 'size' is ordinal."
                        + " 'text' has the value \"16\", a text that would be read as something else."
                        + " The condition of 'y' asks for 'x < n', and the form knows only lists of values of one parent."
                        + " A forbidden clause says 'x > 0.5', and the form knows only combinations of single values.");
    }

    @Test
    void whatCanBeSaidInOtherWordsIs() {
        SearchSpace space = SearchSpace.builder()
                .integer("n", 1, 5)
                .ordinal("size", "s", "m", "l")
                .uniform("x", 0, 1)
                .when("size", Clause.greater("n", 1))
                .when(
                        "x",
                        Clause.all(
                                Clause.any(Clause.not("size", "m"), new Clause.Compare("n", Comparison.AT_LEAST, 3)),
                                new Clause.Compare("n", Comparison.AT_MOST, 4)))
                .forbid(Clause.all(
                        Clause.equal("size", "s"), Clause.any(Clause.greater("n", 3), Clause.equal("x", 0.5))))
                .build();

        assertThat(PcsFormat.NEW.write(new SpaceDocument(space))).isEqualTo("""
                n integer [1, 5] [3]
                size ordinal {s, m, l} [s]
                x real [0.0, 1.0] [0.5]

                size | n > 1
                x | size in {s, l} && n < 4 || size in {s, l} && n == 4 || n > 3 && n < 4 || n > 3 && n == 4 || n == 3 && n < 4 || n == 3 && n == 4

                {n=4, size=s}
                {n=5, size=s}
                {size=s, x=0.5}
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"name\": \"space\", \"hyperparameters\": [{\"name\": \"a [1, 2] [1]\"}]}",
                "space:\n  lr: {type: float, low: 0, high: 1}\n  k: {type: categorical, choices: [a, b]}\n",
                "parameters:\n  lr:\n    values: [1, 2]\n",
                "real integer [",
                "\u0000\u0001lr [0, 1] [0.5]\n",
                "\u007fELF {a} [a]\u0002\nlr real [0, 1] [0.5]",
            })
    void otherTextsAreNotTakenForIt(String text) {
        assertThat(PcsFormat.OLD.recognises(text)).isFalse();
        assertThat(PcsFormat.NEW.recognises(text)).isFalse();
    }

    @Test
    void junkIsRefusedInTime() {
        StringBuilder junk = new StringBuilder();
        SplittableRandom random = new SplittableRandom(20261125);
        for (int i = 0; i < 10 << 20; i++) {
            junk.append((char) (32 + random.nextInt(96)));
        }
        for (SpaceFormat format : List.of(PcsFormat.OLD, PcsFormat.NEW)) {
            assertThat(format.recognises(junk.toString())).isFalse();
            assertThatThrownBy(() -> read(format, junk.toString().replace('~', '\n')))
                    .isInstanceOf(TextException.class)
                    .hasMessageContaining("space.pcs:1:");
        }
    }

    private static void assertError(SpaceFormat format, String text, String message) {
        TextException thrown = catchThrowableOfType(TextException.class, () -> read(format, text));
        assertThat(thrown.errors()).hasSize(1);
        assertThat(thrown).hasMessageStartingWith(message);
    }

    private static SearchSpace read(SpaceFormat format, String text) {
        return format.read(text, "space.pcs").space();
    }
}
