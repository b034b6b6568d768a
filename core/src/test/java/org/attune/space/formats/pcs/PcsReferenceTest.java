package org.attune.space.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.attune.Shared;
import org.attune.space.NumberParameter;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.space.formats.UnsayableException;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ConfigSpace itself wrote. */
class PcsReferenceTest {
    private static final String FOLDER = "reference/configspace/";

    /** What ConfigSpace lost when it wrote these: steps, and what stands in inner brackets of conditions. */
    private static final Set<String> LOSSY = Set.of("quantised", "logic", "pipeline60");

    record Reference(String version, SpaceFormat format, String name) {
        String text() {
            return Shared.text(FOLDER + version + "/" + format.id() + "/" + name + ".pcs");
        }

        SearchSpace space() {
            return format.read(text(), name + ".pcs").space();
        }

        @Override
        public String toString() {
            return version + "/" + format.id() + "/" + name;
        }
    }

    static List<Reference> files() {
        return Stream.of("0.4.21", "0.6.1", "0.7.2", "1.0.1", "1.1.4", "1.2.2")
                .flatMap(version -> Stream.of(PcsFormat.OLD, PcsFormat.NEW)
                        .flatMap(format -> Shared.names(FOLDER + version + "/" + format.id(), ".pcs").stream()
                                .map(name -> new Reference(version, format, name))))
                // 1 and '1' are two choices there, and no reader can tell them apart.
                .filter(reference -> !reference.name().equals("mixed_values"))
                .toList();
    }

    static List<Reference> faithful() {
        return files().stream()
                .filter(reference -> !LOSSY.contains(reference.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRecognised(Reference reference) {
        assertThat(SpaceFormats.recognise(reference.text())).contains(reference.format());
    }

    /** Older versions order conditions otherwise, and names with the step in front lie elsewhere in the alphabet. */
    @ParameterizedTest
    @MethodSource("files")
    void isWrittenByteForByte(Reference reference) {
        String written = write(reference.format(), reference.space());
        boolean sameOrder =
                reference.version().startsWith("1.") && !reference.version().equals("1.0.1");
        if (sameOrder || !reference.text().contains("|") && !reference.name().equals("quantised")) {
            assertThat(written).isEqualTo(reference.text());
        } else {
            assertThat(written.lines().sorted())
                    .containsExactlyElementsOf(reference.text().lines().sorted().toList());
        }
    }

    /** ConfigSpace leaves priors and steps out in silence. */
    @ParameterizedTest
    @MethodSource("faithful")
    void ofItsJsonTheSameIsWritten(Reference reference) {
        String json = Shared.text(FOLDER + reference.version() + "/" + reference.name() + ".json");
        SearchSpace space = SpaceFormats.recognise(json)
                .orElseThrow()
                .read(json, reference.name() + ".json")
                .space();
        boolean hasPriors = space.parameters().stream()
                .anyMatch(each ->
                        each instanceof NumberParameter number && number.prior().isPresent());
        if (hasPriors) {
            assertThatThrownBy(() -> write(reference.format(), space)).isInstanceOf(UnsayableException.class);
        } else if (reference.version().startsWith("1.")) {
            assertThat(write(reference.format(), space)).isEqualTo(reference.text());
        } else {
            assertThat(write(reference.format(), space).lines().sorted())
                    .containsExactlyElementsOf(reference.text().lines().sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("faithful")
    @SuppressWarnings("unchecked")
    void acceptsWhatConfigSpaceAccepts(Reference reference) {
        SearchSpace space = reference.space();
        List<Map<String, Object>> configurations = (List<Map<String, Object>>)
                Shared.json(FOLDER + "expected/" + reference.name() + ".json").get("configurations");
        for (Map<String, Object> configuration : configurations) {
            if (configuration.get("made").toString().contains("of another type")
                    && configuration.get("valid").equals(true)) {
                // 1, 1.0 and true are one value in Python.
                continue;
            }
            Map<String, Object> values = (Map<String, Object>) configuration.get("values");
            assertThat(space.allows(values)).as("%s", configuration).isEqualTo(configuration.get("valid"));
            if (configuration.get("valid").equals(true)) {
                assertThat(new TreeSet<>(space.check(values).values().keySet()))
                        .isEqualTo(new TreeSet<>((List<String>) configuration.get("active")));
            }
        }
    }

    @Test
    void choicesThatAreOneWordAreRefused() {
        Reference mixed = new Reference("1.2.2", PcsFormat.NEW, "mixed_values");
        assertThatThrownBy(mixed::space)
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(
                        "mixed_values.pcs:4:30: the choices of 'number_and_text' must differ, but 1 is there twice.");
    }

    private static String write(SpaceFormat format, SearchSpace space) {
        return format.write(new SpaceDocument(space));
    }
}
