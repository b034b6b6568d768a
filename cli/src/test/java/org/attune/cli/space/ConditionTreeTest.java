package org.attune.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.attune.space.Clause;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class ConditionTreeTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .uniform("free", 0, 1)
            .categorical("optimizer", "adam", "sgd")
            .integer("layers", 1, 9)
            .uniform("momentum", 0, 0.99)
            .when("momentum", Clause.equal("optimizer", "sgd"))
            .categorical("nesterov", true, false)
            .when("nesterov", Clause.greater("momentum", 0))
            .uniform("beta", 0, 1)
            .when("beta", Clause.equal("optimizer", "adam"))
            .uniform("dropout", 0, 1)
            .when("dropout", Clause.any(Clause.greater("layers", 4), Clause.equal("nesterov", true)))
            .build();

    @Test
    void drawsEachChildBelowTheLastOfItsParents() {
        assertThat(new ConditionTree(SPACE, true, 80).lines())
                .containsExactly(
                        "optimizer",
                        "├─ momentum  when optimizer = \"sgd\"",
                        "│  └─ nesterov  when momentum > 0",
                        "│     └─ dropout  when layers > 4 or nesterov = true",
                        "└─ beta  when optimizer = \"adam\"");
    }

    @Test
    void drawsWithAsciiWhereThatIsAllThereIs() {
        assertThat(new ConditionTree(SPACE, false, 80).lines())
                .contains("|- momentum  when optimizer = \"sgd\"", "|  `- nesterov  when momentum > 0");
        assertThat(String.join("", new ConditionTree(SPACE, false, 30).lines())).isASCII();
    }

    @Test
    void wrapsWhatIsTooLong() {
        assertThat(new ConditionTree(SPACE, true, 34).lines())
                .containsSequence(
                        "│     └─ dropout  when layers > 4",
                        "│             or nesterov = true",
                        "└─ beta  when optimizer = \"adam\"");
    }

    @Test
    void isEmptyWithoutConditions() {
        assertThat(new ConditionTree(SearchSpace.builder().uniform("x", 0, 1).build(), true, 80).lines())
                .isEmpty();
    }
}
