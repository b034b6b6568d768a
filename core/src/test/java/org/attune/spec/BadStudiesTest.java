package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadStudiesTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.attune.spec.BadStudies#all")
    void sayWhatIsWrongAndWhere(BadStudies bad) {
        TextException refused =
                catchThrowableOfType(TextException.class, () -> StudySpecReader.read(bad.yaml(), "study.yaml"));
        assertThat(refused).as(bad.yaml()).isNotNull();
        assertThat(refused.errors())
                .extracting(error -> error.where().replace("study.yaml:", "") + " " + error.message())
                .containsExactlyElementsOf(bad.expected());
    }

    @Test
    void areManyAndAllDiffer() throws IOException {
        assertThat(BadStudies.all())
                .hasSizeGreaterThan(100)
                .extracting(BadStudies::title)
                .doesNotHaveDuplicates();
    }
}
