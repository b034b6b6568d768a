package org.attune.space.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.attune.text.TextException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to a file, reading it ends in a space or in errors with places. */
class DamagedSpacesTest {
    private static final long SEED = 20261129;
    private static final int VERSIONS = 400;
    private static final String SIGNS = "{}[]|,=<>!&'\"#: \n\t\\-0.eE+~\u0000\ud83d";

    private static final String NEW = """
            kind categorical {tree, "a b", 16} [tree] # which
            size ordinal {s, m, l} [m]
            n integer [1, 20] [6]log
            x real [1e-3, 1] [0.5]log
            x | kind in {tree, 16} && n > 4 || size != s
            {kind=tree, size=m}
            """;
    private static final String OLD = """
            kind {tree, net} [tree]
            n [1, 20][6]il
            x [0.0, 1.0] [0.5]
            x | kind in {tree}
            {kind=tree, n=3}
            """;

    @ParameterizedTest
    @CsvSource({"pcs_new, ", "pcs, ", "optuna, optuna.json", "ray, ray.json", "wandb, sweep.yaml"})
    void endsInASpaceOrInErrors(String id, String file) throws IOException {
        SpaceFormat format = SpaceFormats.find(id).orElseThrow();
        String whole = file == null ? (id.equals("pcs") ? OLD : NEW) : resource("imports/" + file);
        assertThat(format.recognises(whole)).isTrue();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < VERSIONS; i++) {
            String text = damaged(whole, random);
            try {
                format.recognises(text);
                format.read(text, "space");
            } catch (TextException e) {
                assertThat(e.errors()).as("seed %d, version %d", SEED, i).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", version " + i + " of " + id + ":\n" + text, e);
            }
        }
    }

    private static String damaged(String whole, SplittableRandom random) {
        StringBuilder text = new StringBuilder(whole);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && text.length() > 1; i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            String sign = String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, sign);
                case 1 -> text.replace(at, at + 1, sign);
                case 2 -> text.delete(at, end);
                case 3 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                default -> text.setLength(random.nextInt(10) == 0 ? at : text.length());
            }
        }
        return text.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = DamagedSpacesTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
