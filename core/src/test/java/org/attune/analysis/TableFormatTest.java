package org.attune.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFormatTest {
    @Test
    void csvHasAColumnForEverythingThatAnyRowHasAndQuotesWhatNeedsIt() throws IOException {
        Row first = row("trial", 0L, "config", row("lr", 0.001, "name", "a,b").toJson(), "value", null);
        Row second = row(
                "trial", 1L, "config", row("lr", 1e-5, "opt", "say \"hi\"\nnow").toJson(), "value", "NaN");
        Row third = row("trial", 2L, "config", row("list", List.of(1L, "x")).toJson(), "value", "");

        assertThat(write(TableFormat.CSV, 0, first, second, third))
                .isEqualTo("trial,config/lr,config/name,config/opt,config/list,value\n"
                        + "0,0.001,\"a,b\",,,\n"
                        + "1,1.0E-5,,\"say \"\"hi\"\"\nnow\",,NaN\n"
                        + "2,,,,\"[1,\"\"x\"\"]\",\"\"\n");
    }

    @Test
    void parametersThatTheFirstTrialsLackStandInTheirPlace() throws IOException {
        Row sgd = row(
                "trial",
                0L,
                "config",
                row("optimizer", "sgd", "momentum", 0.9, "layers", 2L).toJson(),
                "step",
                1L);
        Row adam = row(
                "trial",
                1L,
                "config",
                row("optimizer", "adam", "beta1", 0.9, "beta2", 0.99, "layers", 3L)
                        .toJson(),
                "step",
                1L);

        assertThat(write(TableFormat.CSV, 0, sgd, adam))
                .startsWith("trial,config/optimizer,config/momentum,config/beta1,config/beta2,config/layers,step\n");
    }

    @Test
    void jsonLinesAreTheRowsThemselves() throws IOException {
        assertThat(write(TableFormat.JSONL, 0, row("trial", 0L, "value", null), row("trial", 1L, "value", 0.5)))
                .isEqualTo("{\"trial\":0,\"value\":null}\n{\"trial\":1,\"value\":0.5}\n");
    }

    @Test
    void theTableIsAlignedWithShortNumbersAndNames() throws IOException {
        Row first =
                row("trial", 0L, "config", row("lr", 0.000123456789).toJson(), "value", 12345.678, "worker", "local");
        Row second = row("trial", 10L, "config", row("lr", 1.23456e-9).toJson(), "value", null, "worker", "node17");

        assertThat(write(TableFormat.TABLE, 80, first, second)).isEqualTo("""
                        trial          lr  value  worker
                            0  0.00012346  12346  local
                           10   1.2346e-9         node17
                        """);
    }

    @Test
    void aNameThatTwoColumnsShareIsWrittenInFull() throws IOException {
        assertThat(write(
                        TableFormat.TABLE,
                        80,
                        row("step", 3L, "config", row("step", 5L).toJson())))
                .isEqualTo("step  config/step\n   3            5\n");
    }

    @Test
    void aColumnInWhichNothingStandsIsLeftOutOfTheTableAlone() throws IOException {
        Row row = row("trial", 0L, "value", null, "message", "");
        assertThat(write(TableFormat.TABLE, 80, row)).isEqualTo("trial\n    0\n");
        assertThat(write(TableFormat.CSV, 80, row)).isEqualTo("trial,value,message\n0,,\"\"\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 40, 30, 20, 10, 5, 1})
    void theTableFitsTheWidth(int width) throws IOException {
        Row row = row(
                "trial",
                0L,
                "config",
                row("optimizer", "a very long name of an optimizer").toJson(),
                "value",
                0.5,
                "worker",
                "local");

        assertThat(write(TableFormat.TABLE, width, row).lines()).isNotEmpty().allMatch(line -> line.length() <= width);
    }

    @Test
    void columnsThatDoNotFitAreNamed() throws IOException {
        assertThat(write(
                        TableFormat.TABLE,
                        22,
                        row("trial", 0L, "state", "RUNNING", "seconds", 12.5, "worker", "local")))
                .isEqualTo("trial  state\n    0  RUNNING\nnot shown: seconds,\nworker\n");
    }

    @Test
    void aWholeTableGoesOnInFurtherLinesAndCutsNothing() throws IOException {
        Row first = row("parameter", "optimizer", "values", "adam, sgd, lion, rmsprop", "default", "adam");
        Row second = row("parameter", "lr", "values", "1e-4 .. 1", "default", "0.01");
        StringBuilder out = new StringBuilder();

        TextTable.writeWhole(List.of(first, second), out, 32);

        assertThat(out).hasToString("""
                parameter  values        default
                optimizer  adam, sgd,    adam
                           lion,
                           rmsprop
                lr         1e-4 .. 1     0.01
                """);
        assertThat(TextTable.fits(List.of(first, second), 32)).isFalse();
        assertThat(TextTable.fits(List.of(first, second), 44)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 40, 30, 20, 12})
    void aWholeTableFitsTheWidthAndHasEveryCharacter(int width) throws IOException {
        String name = "classifier:random_forest:bootstrap";
        StringBuilder out = new StringBuilder();

        TextTable.writeWhole(List.of(row("parameter", name, "type", "")), out, width);

        assertThat(out.toString().lines()).allMatch(line -> line.length() <= width);
        assertThat(out.toString().replace("\n", "")).endsWith(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    80 | trial  state       lr  step  value  best_value  worker
                    45 | trial  state       lr  step  value  best_value
                    40 | trial  state      step  value  best_value
                    30 | trial  state      step  value
                    """)
    void howATrialWentIsLostLast(int width, String titles) throws IOException {
        Row row = row(
                "trial",
                0L,
                "state",
                "STOPPED",
                "config",
                row("lr", 0.01).toJson(),
                "step",
                3L,
                "value",
                0.5,
                "best_value",
                0.25,
                "worker",
                "local");

        assertThat(write(TableFormat.TABLE, width, row)
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .split(" +"))
                .isEqualTo(titles.split(" +"));
    }

    @ParameterizedTest
    @EnumSource
    void noRowsGiveNothing(TableFormat format) throws IOException {
        assertThat(write(format, 80)).isEmpty();
    }

    private static String write(TableFormat format, int width, Row... rows) throws IOException {
        StringBuilder out = new StringBuilder();
        format.write(Arrays.asList(rows), out, width);
        return out.toString();
    }

    private static Row row(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return () -> map;
    }
}
