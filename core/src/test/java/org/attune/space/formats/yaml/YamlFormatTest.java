package org.attune.space.formats.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.RandomSpaces;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.space.formats.UnsayableException;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextException;
import org.attune.text.TextNode;
import org.junit.jupiter.api.Test;

class YamlFormatTest {
    private static final YamlFormat FORMAT = new YamlFormat();

    @Test
    void whatIsWrittenIsReadAsTheSameSpace() {
        for (long seed : RandomSpaces.seeds(300)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            assertThat(readBack(space)).as("seed %d, %s", seed, space).isEqualTo(space);
        }
    }

    @Test
    void theDefinitionIsReadAsTheSameSpace() {
        for (long seed : RandomSpaces.seeds(300)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Problems problems = new Problems();
            TextNode root = TextNode.of(space.definition(), new Source.Named("definition").whole());
            Optional<SearchSpace> back = SpaceReader.read(
                    root.entries().get("space").value(),
                    Optional.ofNullable(root.entries().get("forbidden")).map(TextNode.Entry::value),
                    problems);
            problems.throwIfAny();
            assertThat(back).as("seed %d, %s", seed, space).contains(space);
        }
    }

    @Test
    void valuesThatLookLikeStatementsAreReadAsValues() {
        List<Object> choices = Arrays.asList(
                Map.of("parameter", "other"),
                Map.of("value", 1),
                Map.of("equals", 1),
                Map.of("parameter", "other", "value", 1),
                List.of(1, 2),
                List.of(),
                Map.of(),
                null,
                "null",
                "true",
                true,
                "1",
                1,
                1.0,
                "1e3",
                "a: b",
                "#",
                "- a",
                "",
                " a",
                "yes",
                "{x}",
                "it's \"quoted\"\n\t\\",
                "\u0007\u0085\u2028\ufeff\ud83d\ude00",
                "=",
                "<<");
        for (String name : List.of("kind", "any", "all", "type", "a: b", "parameter", "é", "1", "null")) {
            List<Clause> clauses = new ArrayList<>();
            for (Object choice : choices) {
                clauses.add(Clause.equal(name, choice));
                clauses.add(Clause.not(name, choice));
                clauses.add(Clause.all(Clause.equal(name, choice), Clause.equal("other", "a")));
                clauses.add(Clause.in(name, choice));
            }
            clauses.add(new Clause.In(name, choices));
            clauses.add(Clause.relate(name, Comparison.EQUAL, "other"));
            clauses.add(Clause.all(Clause.equal("other", "a")));
            clauses.add(Clause.any(Clause.active(name), Clause.all(Clause.inactive(name))));
            SpaceBuilder builder = SearchSpace.builder()
                    .add(new ChoiceParameter(name, choices, false))
                    .categorical("other", "a", "b");
            for (Clause clause : clauses) {
                String child = "child" + clauses.indexOf(clause);
                builder.constant(child, 1).when(child, clause);
            }
            SearchSpace space = builder.build();
            assertThat(readBack(space)).as(name).isEqualTo(space);
        }
    }

    @Test
    void charactersOfTwoUnitsMayStandAnywhere() {
        for (int before = 900; before < 1100; before++) {
            SearchSpace space = SearchSpace.builder()
                    .categorical("a", "x".repeat(before) + "\ud83d\ude00")
                    .build();
            assertThat(readBack(space)).isEqualTo(space);
        }
    }

    @Test
    void textsAreAsPeopleWriteThem() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd", "on", "1e3", "relu6", 1, 2.0)
                .logUniform("lr", 1e-5, 1)
                .integer("layers", 1, 8)
                .before("layers", 2)
                .before("lr", 1)
                .when("layers", Clause.all(Clause.in("optimizer", "sgd", 1), Clause.greater("lr", 0.01)))
                .forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.greater("lr", 0.1)))
                .build();

        assertThat(readBack(space)).isEqualTo(space);
        assertThat(FORMAT.write(new SpaceDocument(space, Optional.of("small net"), List.of())))
                .isEqualTo("""
                        name: small net
                        space:
                          optimizer: {type: categorical, choices: [adam, sgd, "on", "1e3", relu6, 1, 2.0]}
                          lr: {type: float, low: 1e-5, high: 1, log: true, before: 1}
                          layers: {type: int, low: 1, high: 8, when: {optimizer: [sgd, 1], lr: {greater: 0.01}}, before: 2}
                        forbidden:
                          - {optimizer: adam, lr: {greater: 0.1}}
                        """);
    }

    @Test
    void derivedValuesAreReadAndWrittenAndNoOtherFormDropsThem() {
        String text = """
                space:
                  width: {type: int, low: 1, high: 8}
                derived:
                  half: width / 2
                  adam.size: "if(width > 4, \\"big\\", 'small')"
                """;
        SpaceDocument document = FORMAT.read(text, "space.yaml");

        assertThat(FORMAT.read(FORMAT.write(document), "space.yaml")).isEqualTo(document);
        for (SpaceFormat format : SpaceFormats.all()) {
            if (format.isWritable() && !format.id().equals("yaml")) {
                assertThatThrownBy(() -> SpaceFormats.write(format, document))
                        .isInstanceOf(UnsayableException.class)
                        .hasMessageContaining("'half' is a derived value. 'adam.size' is a derived value.");
            }
        }
    }

    @Test
    void aStudyFileIsReadForItsSpace() {
        String study = """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}}
                forbidden: [{lr: 0}]
                trials: 10
                """;
        SpaceDocument document = FORMAT.read(study, "study.yaml");

        assertThat(FORMAT.recognises(study)).isTrue();
        assertThat(document.name()).contains("demo");
        assertThat(document.space().forbidden()).hasSize(1);
        assertThat(FORMAT.recognises("{\"study\": \"a\", \"space\": {}}")).isTrue();
        assertThat(FORMAT.recognises("{\"hyperparameters\": []}")).isFalse();
        assertThat(FORMAT.recognises("parameters:\n  space: {min: 1}")).isFalse();
    }

    @Test
    void mistakesAreToldWithTheirPlaces() {
        assertThatThrownBy(() -> FORMAT.read("space: {a: {type: int, low: 1, high: 2}}\nforbiden: []", "s.yaml"))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith("s.yaml:2:1: unknown key 'forbiden'; did you mean 'forbidden'?");
        assertThatThrownBy(() -> FORMAT.read("- a", "s.yaml")).hasMessageContaining("s.yaml:1:1: 'space' is missing.");
        assertThatThrownBy(() -> FORMAT.read("", "s.yaml")).hasMessageContaining("s.yaml:1:1: 'space' is missing.");
        assertThatThrownBy(() -> FORMAT.read("space: {a: {type: int, low: 1", "s.yaml"))
                .hasMessageContaining("is not closed");
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        Object group = Map.of("type", "int", "low", 1, "high", 2);
        for (int i = 0; i < 500; i++) {
            group = Map.of("g", group);
        }
        String any = "{any: [".repeat(100_000);

        assertThatThrownBy(() -> FORMAT.read("space: {a: {when: " + any, "s.yaml"))
                .hasMessageContaining("may be nested 50 deep");
        assertThatThrownBy(() -> read(Map.of("a", Map.of("type", "int", "low", 1, "high", 2)), List.of(clause(500))))
                .hasMessageContaining("statements may be nested 50 deep");
        Object groups = group;
        assertThatThrownBy(() -> read(Map.of("g", groups), List.of())).hasMessageContaining("groups may be nested 50");
    }

    @Test
    void aChainOfConditionsMayBeAsLongAsItLikes() {
        int length = 20_000;
        SpaceBuilder builder = SearchSpace.builder();
        for (int i = length; i > 0; i--) {
            builder.integer("p" + i, 0, 1);
            builder.when("p" + i, Clause.equal("p" + (i - 1), 1));
        }
        SearchSpace space = builder.integer("p0", 0, 1).build();

        assertThat(space.parentsFirst().get(length).name()).isEqualTo("p" + length);
    }

    private static Object clause(int depth) {
        Object clause = Map.of("a", 1);
        for (int i = 0; i < depth; i++) {
            clause = Map.of("any", List.of(clause));
        }
        return clause;
    }

    private static void read(Object space, Object forbidden) {
        Problems problems = new Problems();
        Source source = new Source.Named("a program");
        SpaceReader.read(
                TextNode.of(space, source.whole()), Optional.of(TextNode.of(forbidden, source.whole())), problems);
        problems.throwIfAny();
    }

    private static SearchSpace readBack(SearchSpace space) {
        String text = FORMAT.write(new SpaceDocument(space));
        try {
            return FORMAT.read(text, "space.yaml").space();
        } catch (TextException e) {
            throw new AssertionError(text, e);
        }
    }
}
