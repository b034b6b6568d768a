package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.attune.space.formats.SpaceFormats;
import org.attune.space.formats.yaml.SpaceSection;
import org.attune.text.Keys;
import org.attune.text.Source;
import org.attune.text.YamlTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void theSchemaHasTheKeysThatTheReaderKnows(String name, Keys section) {
        JsonNode definition = DEFINITION.at("/$defs/" + name);
        assertThat(definition.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(section.keys());
        assertThat(definition.get("additionalProperties").booleanValue(true)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void theSchemaExplainsEveryKey(String name, Keys section) {
        DEFINITION.at("/$defs/" + name).get("properties").properties().stream()
                .filter(property -> !property.getKey().equals("type"))
                .forEach(property -> assertThat(description(property.getValue()))
                        .as(property.getKey())
                        .isNotBlank());
    }

    @Test
    void aSpaceMayBeInAFileOfAnyForm() {
        String rest = "objective: {metric: loss, mode: min}\ntrials: 3\ntrainable: {command: train}\n";
        assertThat(SpaceFormats.all())
                .allSatisfy(format -> assertThat(errors(rest + "space: {" + format.id() + ": a.txt}"))
                        .as(format.id())
                        .isEmpty());
        assertThat(errors(rest + "space: {nothing: a.txt}")).isNotEmpty();
    }

    private static Stream<Arguments> sections() {
        return Stream.<Enum<?>[]>of(Section.values(), SpaceSection.values())
                .flatMap(Stream::of)
                .map(section -> Arguments.of(section.name().toLowerCase(Locale.ROOT), section));
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
