package org.attune.space.formats.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.text.Json;
import org.attune.text.TextException;

/** One form, and what tests ask of it. */
final class Imports {
    private final SpaceFormat format;

    Imports(String id) {
        format = SpaceFormats.find(id).orElseThrow();
    }

    static String resource(String name) {
        try (InputStream stream = Imports.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SpaceDocument file(String name) {
        return read(resource(name));
    }

    SpaceDocument read(String text) {
        return format.read(text, "space");
    }

    /** @param samples a JSON object of lists: what the other tool drew for each name */
    void assertHasAll(String file, String samples) {
        SearchSpace space = file(file).space();
        Map<?, ?> drawn = (Map<?, ?>) Json.parse(resource(samples));
        assertThat(drawn).isNotEmpty();
        drawn.forEach((name, values) -> ((List<?>) values).forEach(value -> {
            Object kept = space.parameter((String) name).check(value);
            if (!(kept instanceof Number)) {
                assertThat(kept).isEqualTo(value);
            }
        }));
    }

    void assertError(String text, String place, String message) {
        TextException thrown = catchThrowableOfType(TextException.class, () -> read(text));
        assertThat(thrown.errors()).hasSize(1);
        assertThat(thrown).hasMessageStartingWith("space:" + place + ": " + message);
    }

    void assertIsReadOnly() {
        assertThat(format.isWritable()).isFalse();
        assertThatThrownBy(() -> format.write(new SpaceDocument(
                        SearchSpace.builder().uniform("x", 0, 1).build())))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
