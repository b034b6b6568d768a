package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private static LastWords of(String output) {
        LastWords words = new LastWords();
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        words.add(bytes, bytes.length);
        return words;
    }

    @Test
    void ofAPythonTracebackTheException() {
        assertThat(of("""
                epoch 1
                Traceback (most recent call last):
                  File "train.py", line 3, in <module>
                    raise ValueError("bad shape")
                ValueError: bad shape
                expected (3, 4)
                wandb: Find logs at: ./wandb
                """).line()).isEqualTo("ValueError: bad shape");
    }

    @Test
    void ofAChainTheLastExceptionAndTheFirst() {
        assertThat(of("""
                Traceback (most recent call last):
                  File "a.py", line 3, in <module>
                KeyError: 'x'

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "a.py", line 5, in <module>
                RuntimeError: no x
                """).line()).isEqualTo("RuntimeError: no x (while handling KeyError: 'x' (a.py, line 3))");
    }

    @Test
    void ofAChainWhoseBeginningIsNotKeptTheLastException() {
        assertThat(of("""
                OSError: [Errno 28] No space left on device

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "a.py", line 5, in <module>
                RuntimeError: no checkpoint
                """).line()).isEqualTo("RuntimeError: no checkpoint");
    }

    @Test
    void ofAGroupItAndItsFirstException() {
        assertThat(of("""
                  + Exception Group Traceback (most recent call last):
                  |   File "a.py", line 9, in <module>
                  |     raise ExceptionGroup("two things", errors)
                  | ExceptionGroup: two things (2 sub-exceptions)
                  +-+---------------- 1 ----------------
                    | Traceback (most recent call last):
                    |   File "a.py", line 3, in <module>
                    | ValueError: no data
                    +---------------- 2 ----------------
                    | KeyError: 'b'
                    +------------------------------------
                """).line())
                .isEqualTo("ExceptionGroup: two things (2 sub-exceptions), such as ValueError: no data");
    }

    @Test
    void ofAJavaStackTraceItsHead() {
        assertThat(of("Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat A.main(A.java:3)\n")
                        .line())
                .isEqualTo("java.lang.IllegalStateException: no");
    }

    @Test
    void ofOtherOutputTheLastLineWithoutColours() {
        assertThat(of("start\n\u001b[31merror: no data\u001b[0m\n\nattune: {\"loss\": 1}\n")
                        .line())
                .isEqualTo("error: no data");
        assertThat(of("   \n\n").line()).isEmpty();
        assertThat(of("\0\0\n\ufffd\ufffdA\n").line()).isEmpty();
        assertThat(of("a\0b\u0007\n").line()).isEqualTo("ab");
        assertThat(of("x".repeat(1000)).line()).hasSize(303).endsWith("...");
    }
}
