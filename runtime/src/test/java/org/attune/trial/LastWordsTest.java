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
                """).line()).isEqualTo("ValueError: bad shape");
    }

    @Test
    void ofAChainTheLastException() {
        assertThat(of("""
                Traceback (most recent call last):
                  File "a.py", line 3, in <module>
                KeyError: 'x'

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "a.py", line 5, in <module>
                RuntimeError: no x
                """).line()).isEqualTo("RuntimeError: no x");
    }

    @Test
    void ofAJavaStackTraceItsHead() {
        assertThat(of("Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat A.main(A.java:3)\n")
                        .line())
                .isEqualTo("Exception in thread \"main\" java.lang.IllegalStateException: no");
    }

    @Test
    void ofOtherOutputTheLastLineWithoutColours() {
        assertThat(of("start\n\u001b[31merror: no data\u001b[0m\n\nattune: {\"loss\": 1}\n")
                        .line())
                .isEqualTo("error: no data");
        assertThat(of("   \n\n").line()).isEmpty();
        assertThat(of("x".repeat(1000)).line()).hasSize(303).endsWith("...");
    }

    @Test
    void memoryIsRecognised() {
        assertThat(of("Traceback (most recent call last):\n  x\nMemoryError\n").tellOfMemory())
                .isTrue();
        assertThat(of("torch.cuda.OutOfMemoryError: CUDA out of memory. Tried").tellOfMemory())
                .isTrue();
        assertThat(of("numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7 TiB")
                        .tellOfMemory())
                .isTrue();
        assertThat(of("java.lang.OutOfMemoryError: Java heap space").tellOfMemory())
                .isTrue();
        assertThat(of("RuntimeError: [enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory")
                        .tellOfMemory())
                .isTrue();
        assertThat(of("ValueError: memory of the past").tellOfMemory()).isFalse();
    }
}
