package org.attune.space.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.attune.text.TextException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to a file, reading it ends in a space or in errors with places. */
class DamagedSpacesTest {
    private static final long SEED = 20261129;
    private static final int VERSIONS = 400;
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "2",
            "0.5",
            "-0.0",
            "5e-324",
            "1e-300",
            "1e-14",
            "1e15",
            "1e18",
            "1e308",
            "-1.7e308",
            "1e400",
            "4503599627370496",
            "-4503599627370497",
            "1000000000000000000",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999");
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

    private static final String JSON = """
            {"name": "s", "hyperparameters": [
              {"type": "categorical", "name": "kind", "choices": ["tree", "net"], "weights": [1, 2], "default_value": "tree"},
              {"type": "ordinal", "name": "size", "sequence": [1, "m", null], "default_value": 1},
              {"type": "normal_int", "name": "n", "mu": 3, "sigma": 2.5, "lower": 1, "upper": 20, "log": true},
              {"type": "uniform_float", "name": "x", "lower": 1e-3, "upper": 1.0, "log": true, "default_value": 0.5}],
             "conditions": [{"type": "OR", "child": "x", "conditions": [
              {"type": "IN", "child": "x", "parent": "kind", "values": ["tree"]},
              {"type": "GT", "child": "x", "parent": "n", "value": 4}]}],
             "forbiddens": [{"type": "AND", "clauses": [{"type": "EQUALS", "name": "kind", "value": "net"},
              {"type": "IN", "name": "size", "values": ["m"]}]}, {"type": "RELATION_LT", "left": "n", "right": "x"}],
             "python_module_version": "1.2.0", "format_version": 0.4}
            """;
    private static final String YAML = """
            space:
              kind: {type: categorical, choices: [tree, net], weights: [1, 2]}
              n: {type: int, low: 1, high: 20, prior: {type: normal, mean: 3, deviation: 2.5}}
              group:
                x: {type: float, low: 1e-3, high: 1, log: true, when: {any: [{kind: tree}, {n: {greater: 4}}]}, before: 0.5}
            forbidden:
              - {kind: net, n: [3, 4]}
              - {n: {less: {parameter: group.x}}}
            derived:
              twice: round(n * 2)
            """;
    private static final Map<String, String> TEXTS =
            Map.of("pcs_new", NEW, "pcs", OLD, "configspace", JSON, "yaml", YAML);

    @ParameterizedTest
    @CsvSource({
        "pcs_new, ",
        "pcs, ",
        "configspace, ",
        "yaml, ",
        "optuna, optuna.json",
        "ray, ray.json",
        "wandb, sweep.yaml"
    })
    void endsInASpaceOrInErrors(String id, String file) throws IOException {
        SpaceFormat format = SpaceFormats.find(id).orElseThrow();
        String whole = file == null ? TEXTS.get(id) : resource("imports/" + file);
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

    /** What is read then is a space that can be drawn from and written, or not said. */
    @ParameterizedTest
    @CsvSource({
        "pcs_new, ",
        "pcs, ",
        "configspace, ",
        "yaml, ",
        "optuna, optuna.json",
        "ray, ray.json",
        "wandb, sweep.yaml"
    })
    void numbersOfAnySizeEndInASpaceOrInErrors(String id, String file) throws IOException {
        SpaceFormat format = SpaceFormats.find(id).orElseThrow();
        String whole = file == null ? TEXTS.get(id) : resource("imports/" + file);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < VERSIONS; i++) {
            String text = withOtherNumbers(whole, random);
            try {
                SpaceDocument document = format.read(text, "space");
                document.space().standard();
                document.space().sample(random);
                for (SpaceFormat other : SpaceFormats.all()) {
                    if (other.isWritable()) {
                        isWrittenOrNotSaid(other, document);
                    }
                }
            } catch (TextException e) {
                assertThat(e.errors()).as("seed %d, version %d", SEED, i).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", version " + i + " of " + id + ":\n" + text, e);
            }
        }
    }

    private static void isWrittenOrNotSaid(SpaceFormat format, SpaceDocument document) {
        try {
            format.read(SpaceFormats.write(format, document), "written as " + format.id());
        } catch (UnsayableException e) {
            assertThat(e.what()).isNotEmpty();
        } catch (TextException e) {
            throw new IllegalStateException("what is written cannot be read", e);
        }
    }

    private static String withOtherNumbers(String whole, SplittableRandom random) {
        List<MatchResult> numbers = Pattern.compile("(?<![\\w.])-?[0-9][0-9.e-]*")
                .matcher(whole)
                .results()
                .toList();
        StringBuilder text = new StringBuilder(whole);
        Set<Integer> places = new TreeSet<>(Comparator.reverseOrder());
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            places.add(random.nextInt(numbers.size()));
        }
        places.forEach(place -> text.replace(
                numbers.get(place).start(), numbers.get(place).end(), NUMBERS.get(random.nextInt(NUMBERS.size()))));
        return text.toString();
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
