package org.attune.space.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.attune.space.formats.yaml.YamlFormat;
import org.junit.jupiter.api.Test;

class SpaceFormatsTest {

    @Test
    void allThatAFormCannotSayIsNamedAtOnceDerivedValuesToo() {
        SpaceDocument document = new YamlFormat().read("""
                space:
                  width: {type: int, low: 1, high: 9, step: 2}
                  kind: {type: categorical, choices: [a, b], weights: [1, 2], before: a}
                derived:
                  hidden: width * 2
                """, "file");
        assertThatThrownBy(() -> SpaceFormats.write(SpaceFormats.find("pcs").orElseThrow(), document))
                .isInstanceOfSatisfying(
                        UnsayableException.class,
                        e -> assertThat(e.what())
                                .hasSize(3)
                                .contains("'hidden' is a derived value.", "'width' has a step."));
    }
}
