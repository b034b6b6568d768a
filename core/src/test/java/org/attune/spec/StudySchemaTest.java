package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.attune.text.Source;
import org.attune.text.YamlTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StudySchemaTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNode DEFINITION = definition();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DEFINITION);

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.attune.spec.GoodStudies#all")
    void goodStudiesPassTheSchemaAndAreRead(GoodStudies good) {
        assertThat(errors(good.yaml())).isEmpty();
        assertThat(StudySpecReader.read(good.yaml(), "study.yaml").study()).isEqualTo("demo");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.attune.spec.GoodStudies#all")
    void theNormalFormPassesTheSchema(GoodStudies good) {
        JsonNode normal = MAPPER.valueToTree(StudySpecWriter.toJson(StudySpecReader.read(good.yaml(), "study.yaml")));
        assertThat(SCHEMA.validate(normal)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.attune.spec.BadStudies#structural")
    void badStudiesFailTheSchemaUnlessARuleBetweenValuesIsBroken(BadStudies bad) {
        assertThat(errors(bad.yaml()).isEmpty()).isEqualTo(bad.beyondSchema());
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void theSchemaHasTheKeysThatTheReaderKnows(Section section) {
        JsonNode definition = DEFINITION.at("/$defs/" + section.name().toLowerCase(Locale.ROOT));
        assertThat(definition.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(section.keys());
        assertThat(definition.get("additionalProperties").booleanValue(true)).isFalse();
    }

    @Test
    void theSchemaExplainsEveryKey() {
        for (Section section : Section.values()) {
            JsonNode definition = DEFINITION.at("/$defs/" + section.name().toLowerCase(Locale.ROOT));
            definition.get("properties").properties().stream()
                    .filter(property -> !property.getKey().equals("type"))
                    .forEach(property -> assertThat(description(property.getValue()))
                            .as(property.getKey())
                            .isNotBlank());
        }
    }

    private static String description(JsonNode node) {
        return node.has("description")
                ? node.get("description").stringValue()
                : description(DEFINITION.at(node.get("$ref").stringValue().substring(1)));
    }

    private static List<Error> errors(String yaml) {
        Object json = YamlTree.parse(yaml, new Source.File("study.yaml", yaml)).json();
        return SCHEMA.validate(MAPPER.<JsonNode>valueToTree(json));
    }

    private static JsonNode definition() {
        InputStream resource = StudySpec.class.getResourceAsStream("study.schema.json");
        return MAPPER.readTree(resource);
    }
}
