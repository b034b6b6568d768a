package org.attune.spec;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;

class DamagedStudiesTest {
    private static final long SEED = 20261124;
    private static final String MARKS = "{}[]:,\"'&*#|>-?!%@`\\ \n\t0.~<=$\u00e4\u0000";

    /** Whatever stands in a file, the answer is a study or a list of errors. */
    @Test
    void areReadOrRefusedButNothingElse() throws IOException {
        List<String> studies = Stream.concat(
                        GoodStudies.all().map(GoodStudies::yaml),
                        BadStudies.all().map(BadStudies::yaml))
                .toList();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 5_000; i++) {
            String text = damage(studies.get(random.nextInt(studies.size())), random);
            try {
                StudySpecReader.read(text, "study.yaml");
            } catch (TextException expected) {
                // Which errors these are, the tables say.
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + SEED + ", study " + i + ":\n" + text, e);
            }
        }
    }

    private static String damage(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && damaged.length() > 0; i--) {
            int at = random.nextInt(damaged.length());
            char mark = MARKS.charAt(random.nextInt(MARKS.length()));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, mark);
                case 1 -> damaged.insert(at, mark);
                case 2 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(9)));
                default -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 30)));
            }
        }
        return damaged.toString();
    }
}
