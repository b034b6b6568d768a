package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Clause;
import org.attune.space.SearchSpace;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextException;
import org.attune.text.YamlTree;
import org.junit.jupiter.api.Test;

class InitialReaderTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .categorical("optimizer", "adam", "sgd")
            .uniform("beta", 0, 1)
            .uniform("momentum", 0, 1)
            .uniform("lr", 0, 1)
            .categorical("net.kind", Map.of("a", 1), "plain")
            .uniform("net.block.width", 0, 1)
            .when("beta", Clause.equal("optimizer", "adam"))
            .when("momentum", Clause.equal("optimizer", "sgd"))
            .forbid(Clause.all(Clause.equal("optimizer", "sgd"), Clause.greater("lr", 0.5)))
            .build();

    @Test
    void childrenMayBeGivenWithoutTheirParents() {
        assertThat(read("[{momentum: 0.9}, {beta: 0.5, lr: 1}]"))
                .containsExactly(Map.of("momentum", 0.9), Map.of("beta", 0.5, "lr", 1.0));
    }

    @Test
    void whatTheOtherValuesExcludeIsRefusedAtItsPlace() {
        assertThat(errors("[{optimizer: adam, momentum: 0.9}]"))
                .containsExactly(
                        "study.yaml:1:20: 'momentum' is active only when optimizer = \"sgd\", which the other values "
                                + "of this configuration exclude. Leave it out, or the values that exclude it.");
        assertThat(errors("[{lr: 0.1}, {lr: 0.9, momentum: 0.9}]"))
                .singleElement()
                .asString()
                .startsWith("study.yaml:1:23: 'momentum' is active only when");
        assertThat(errors("[{momentum: 0.9, beta: 0.1}]")).hasSize(2);
    }

    @Test
    void whatIsForbiddenIsRefused() {
        assertThat(errors("[{optimizer: sgd, lr: 0.9}]"))
                .containsExactly("study.yaml:1:2: it is forbidden that optimizer = \"sgd\" and lr > 0.5, as in "
                        + "{optimizer: \"sgd\", lr: 0.9}.");
    }

    @Test
    void groupsMayBeMappings() {
        assertThat(
                        read(
                                "[{net: {kind: {a: 1}, block: {width: 0.5}}}, {net.block: {width: 1}}, {net: {block.width: 0}}]"))
                .containsExactly(
                        Map.of("net.kind", Map.of("a", 1L), "net.block.width", 0.5),
                        Map.of("net.block.width", 1.0),
                        Map.of("net.block.width", 0.0));
        assertThat(errors("[{net: {blok: {width: 0.5}}}]"))
                .singleElement()
                .asString()
                .startsWith("study.yaml:1:9: unknown parameter 'net.blok' in 'initial'");
        assertThat(errors("[{net: {block: 3}}]"))
                .containsExactly("study.yaml:1:9: 'net.block' is a group, but got 3 for it in 'initial'. "
                        + "Write a mapping of its parameters to values.");
        assertThat(errors("[{net.block.width: 0, net: {block: {width: 1}}}]"))
                .containsExactly("study.yaml:1:37: 'net.block.width' is there twice in one of 'initial'.");
        assertThat(errors("[{optimizer: adam, momentum: 0.9, net: {block: {width: 2}}}]"))
                .singleElement()
                .asString()
                .startsWith("study.yaml:1:56: 'net.block.width' must be between 0 and 1");
    }

    private static List<Map<String, Object>> read(String yaml) {
        Problems problems = new Problems();
        List<Map<String, Object>> initial = InitialReader.read(
                YamlTree.parse(yaml, new Source.File("study.yaml", yaml)), Optional.of(SPACE), true, problems);
        problems.throwIfAny();
        return initial;
    }

    private static List<String> errors(String yaml) {
        return catchThrowableOfType(TextException.class, () -> read(yaml)).errors().stream()
                .map(error -> error.toString().lines().findFirst().orElseThrow())
                .toList();
    }
}
