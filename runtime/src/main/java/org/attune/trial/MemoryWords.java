package org.attune.trial;

import java.util.regex.Pattern;

/** How programs and their libraries say that memory ran out: that of the machine, of a limit, or of a GPU. */
final class MemoryWords {
    private static final Pattern LINE = Pattern.compile(String.join(
            "|",
            "(?:^|(?:caused by|while handling|such as) )(?:\\w+\\.)*_?(?:Array)?MemoryError\\b",
            "\\bOutOfMemoryError\\b(?!: unable to create)",
            "\\b(?:CUDA|HIP|XPU|MPS backend|NPU|ROCm) out of memory\\b",
            "\\b(?:CUDA|HIP) error: out of memory\\b",
            "CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|hipErrorOutOfMemory|CUBLAS_STATUS_ALLOC_FAILED",
            "RESOURCE_EXHAUSTED: .*(?:[Oo]ut of memory|OOM|allocat)",
            "\\bOOM when allocating\\b",
            "can't allocate memory|[Cc]annot allocate memory|cannot allocate vector of size",
            "std::bad_alloc|\\bmemory exhausted\\b",
            "memory allocation of \\d+ bytes failed",
            "\\bruntime: out of memory\\b|heap out of memory\\b"));

    private MemoryWords() {}

    static boolean areIn(String line) {
        return LINE.matcher(line).find();
    }
}
