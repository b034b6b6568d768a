package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attune.Shared;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.UnsayableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that the versions of ConfigSpace wrote, written again. */
class ConfigSpaceFilesTest {
    private static final Map<String, Dialect> VERSIONS = versions();

    private static Map<String, Dialect> versions() {
        Map<String, Dialect> versions = new LinkedHashMap<>();
        versions.put("0.4.21", Dialect.V0_4);
        versions.put("0.6.1", Dialect.V0_6);
        versions.put("0.7.2", Dialect.V0_7);
        versions.put("1.0.1", Dialect.V1_0);
        versions.put("1.1.4", Dialect.V1_1);
        versions.put("1.2.2", Dialect.V1_2);
        return versions;
    }

    static List<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        VERSIONS.keySet().forEach(version -> names(version).forEach(name -> files.add(Arguments.of(version, name))));
        return files;
    }

    private static List<String> names(String version) {
        return Shared.names("reference/configspace/" + version, ".json").stream()
                .filter(name -> !name.equals("manifest"))
                .toList();
    }

    private static String file(String version, String name) {
        return Shared.text("reference/configspace/" + version + "/" + name + ".json");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("files")
    void isTheSameInEveryByte(String version, String name) {
        String text = file(version, name);
        SpaceDocument document = ConfigSpaceReader.read(text, name);
        assertThat(ConfigSpaceWriter.write(document, VERSIONS.get(version))).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("files")
    void meansTheSameInEveryVersionThatCanSayIt(String version, String name) {
        SpaceDocument document = ConfigSpaceReader.read(file(version, name), name);
        Set<Dialect> refusing = EnumSet.noneOf(Dialect.class);
        VERSIONS.values().forEach(dialect -> {
            try {
                String text = ConfigSpaceWriter.write(document, dialect);
                SpaceDocument again = ConfigSpaceReader.read(text, name);
                assertThat(Meaning.of(again.space())).as("%s", dialect).isEqualTo(Meaning.of(document.space()));
                assertThat(again.name()).isEqualTo(document.name());
            } catch (UnsayableException e) {
                refusing.add(dialect);
            }
        });
        assertThat(refusing).isEqualTo(refusing(version, name));
    }

    private static Set<Dialect> refusing(String version, String name) {
        boolean withoutBounds = version.matches("0\\.[46].*");
        return switch (name) {
            // Before 0.7 normal distributions had no bounds, and others are no longer said.
            case "priors_float" -> withoutBounds ? Set.of() : EnumSet.of(Dialect.V0_4, Dialect.V0_6);
            // Without bounds it begins at e^52 and is wider from 1.0 on than it may be.
            case "priors_int" ->
                withoutBounds ? EnumSet.range(Dialect.V1_0, Dialect.V1_2) : EnumSet.of(Dialect.V0_4, Dialect.V0_6);
            // 0.6 has beta distributions, but writes them as uniform.
            case "priors_beta" -> version.equals("0.6.1") ? Set.of() : EnumSet.of(Dialect.V0_4, Dialect.V0_6);
            case "priors_beta_wide" -> EnumSet.range(Dialect.V0_4, Dialect.V0_7);
            // Only 0.7 writes steps.
            case "quantised" -> version.equals("0.7.2") ? EnumSet.complementOf(EnumSet.of(Dialect.V0_7)) : Set.of();
            case "forbidden_relations", "forbidden_conditional" -> EnumSet.of(Dialect.V0_4);
            case "forbidden_more" -> EnumSet.range(Dialect.V0_4, Dialect.V1_1);
            case "mixed_values" -> EnumSet.range(Dialect.V0_4, Dialect.V1_0);
            default -> Set.of();
        };
    }
}
