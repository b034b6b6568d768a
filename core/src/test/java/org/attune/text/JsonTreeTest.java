package org.attune.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTreeTest {

    @Test
    void everyKeyAndValueKeepsItsPlace() {
        TextNode root = parse("{\n  \"a\": [1,\n    {\"b\": true}]\n}");
        TextNode.Entry entry = root.entries().get("a");
        TextNode inner = entry.value().items().get(1);

        assertThat(entry.key().where()).isEqualTo("f.json:2:3");
        assertThat(entry.value().place().where()).isEqualTo("f.json:2:8");
        assertThat(entry.value().items().get(0).place().where()).isEqualTo("f.json:2:9");
        assertThat(inner.place().where()).isEqualTo("f.json:3:5");
        assertThat(inner.entries().get("b").value().place().where()).isEqualTo("f.json:3:11");
    }

    @Test
    void valuesAreThoseOfJson() {
        assertThat(parse("[null, true, 1, -0, 1.0, 1e-05, \"a\", {}, []]").json())
                .isEqualTo(Arrays.asList(null, true, 1L, 0L, 1.0, 1e-5, "a", Map.of(), List.of()));
    }

    @Test
    void escapedCharactersAreRead() {
        assertThat(parse("\"\\u6a21\\ud835\\udefc\\n\\\"\"").value()).isEqualTo("\u6a21\ud835\udefc\n\"");
    }

    @Test
    void numbersThatPythonWritesAreRead() {
        assertThat(parse("[NaN, Infinity, -Infinity]").items())
                .extracting(TextNode::value)
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(parse("9223372036854775807").value()).isEqualTo(Long.MAX_VALUE);
        assertThat(mistake("9223372036854775808").rule())
                .isEqualTo("the number 9223372036854775808 does not fit into 64 bits.");
    }

    @Test
    void aMarkOfTheByteOrderIsPassedOver() {
        assertThat(parse("\ufeff[1]").json()).isEqualTo(List.of(1L));
    }

    @Test
    void whatComesTwiceIsRefused() {
        assertThat(mistake("{\"a\": 1, \"a\": 1}").rule())
                .isEqualTo("key 'a' is there twice, first at line 1, column 2.");
        assertThat(mistake("1 2").rule()).isEqualTo("the file goes on behind its end.");
    }

    @Test
    void depthAndSizeHaveLimits() {
        assertThat(parse("[".repeat(50) + "]".repeat(50)).isList()).isTrue();
        assertThat(mistake("[".repeat(52) + "]".repeat(52)).place().column()).isEqualTo(52);
        assertThat(mistake("[" + "0,".repeat(200_000) + "0]").rule())
                .isEqualTo("the file may have 200000 values, but it has more.");
    }

    private static TextNode parse(String text) {
        return JsonTree.parse(text, new Source.File("f.json", text));
    }

    private static Invalid mistake(String text) {
        return catchThrowableOfType(Invalid.class, () -> parse(text));
    }
}
