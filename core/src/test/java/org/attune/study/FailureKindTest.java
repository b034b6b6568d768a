package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '$', textBlock = """
                    CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total) | CUDA out of memory. Tried to allocate 1.5 GiB (GPU 3; 31.7 GiB total)
                    KeyError: 'lr' (exit 1)                   | KeyError: 'weight_decay' (exit 1)
                    ValueError: loss is -1.5e-07 at step 3    | ValueError: loss is 12 at step 1,024
                    shapes cannot be multiplied (32x128 and 64x10) | shapes cannot be multiplied (8x4 and 64x20)
                    size mismatch: [64, 3, 7] against [32]    | size mismatch: [1, 2] against [5, 6, 7]
                    object at 0x7f3a12bc90 is gone            | object at 0x55d0 is gone
                    no run 0b6f2a1e-8c1d-4a5e-9f00-1c2d3e4f5a6b | no run ffffffff-8c1d-4a5e-9f00-000000000000
                    commit 9fceb02ad is unknown               | commit 1a2b3c4d5e6f is unknown
                    cannot read /tmp/tmpab12cd34/model.pt     | cannot read /scratch/job.8231/x9/model.pt
                    cannot enter /tmp/tmp.Ab3dEf9Gh1 now      | cannot enter /home/me/run-3/tmpq_8zz1aa now
                    at node17:8080 after 30s                  | at node17:9 after 2.5s
                    job_8231 was too slow                     | job_17 was too slow
                    too  many	words                          | too many words
                    """)
    void whatDiffersFromTrialToTrialDoesNotCount(String one, String other) {
        assertThat(FailureKind.of(Cause.ERROR, one)).isEqualTo(FailureKind.of(Cause.ERROR, other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '$', textBlock = """
                    KeyError: 'lr'                            | ValueError: 'lr'
                    it ended without a word (exit 3)          | it ended without a word (exit 4)
                    expected float32 but got float16          | expected float32 but got float64
                    cannot read /tmp/a/model.pt               | cannot read /tmp/a/data.csv
                    can't open it, can't say why              | can't close it, can't say why
                    signal KILL                               | signal SEGV
                    """)
    void wordsFileNamesAndExitCodesDo(String one, String other) {
        assertThat(FailureKind.of(Cause.ERROR, one)).isNotEqualTo(FailureKind.of(Cause.ERROR, other));
    }

    @Test
    void theCauseCounts() {
        assertThat(FailureKind.of(Cause.ERROR, "x")).isNotEqualTo(FailureKind.of(Cause.OUT_OF_MEMORY, "x"));
    }

    @Test
    void thePatternShowsWhatIsCompared() {
        assertThat(FailureKind.of(
                                Cause.OUT_OF_MEMORY,
                                "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total)")
                        .pattern())
                .isEqualTo("CUDA out of memory. Tried to allocate # (GPU #; # total)");
        assertThat(FailureKind.of(Cause.ERROR, "no file /data/run-3/in.csv of '/data'")
                        .pattern())
                .isEqualTo("no file #/in.csv of #");
    }

    @Test
    void whereALongMessageWasCutDoesNotCount() {
        String quoted = "ValueError: bad config '{" + "abc ".repeat(60);
        assertThat(FailureKind.of(Cause.ERROR, quoted + "1234... (exit 1)"))
                .isEqualTo(FailureKind.of(Cause.ERROR, quoted + "y... (exit 1)"));
        String words = "RuntimeError: " + "a word 17 ".repeat(20);
        assertThat(FailureKind.of(Cause.ERROR, words + "and th..."))
                .isEqualTo(FailureKind.of(Cause.ERROR, words + "and that is..."));
    }

    @Test
    void aMessageOfAMegabyteOrOfNothingButOddCharactersIsRead() {
        for (String odd :
                new String[] {"/", "'", "\"", "`", "#", "0x", "1x", "a.", "tmp/", "-", "\\", "9_", "deadbeef"}) {
            assertThat(FailureKind.of(Cause.ERROR, odd.repeat(100_000)).pattern())
                    .hasSizeLessThanOrEqualTo(120);
        }
        assertThat(FailureKind.of(Cause.ERROR, "").pattern()).isEmpty();
    }
}
