package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs and launchers that need not be here say when they fail. */
class RecordedWordsTest {
    private static LastWords of(String output) {
        LastWords words = new LastWords();
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        words.add(bytes, bytes.length);
        return words;
    }

    @Test
    void ofTorchrunTheFirstProcessThatFailed() {
        LastWords words = of("""
                [rank1]: Traceback (most recent call last):
                [rank1]:   File "/work/train.py", line 41, in <module>
                [rank1]:     main()
                [rank1]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB. GPU 1 has a total capacity of 79.10 GiB
                [rank0]: Traceback (most recent call last):
                [rank0]:   File "/work/train.py", line 41, in <module>
                [rank0]: torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:1970, remote process exited
                E1124 10:11:12.131000 4711 site-packages/torch/distributed/elastic/multiprocessing/api.py:869] failed (exitcode: 1) local_rank: 1 (pid: 4742) of binary: /usr/bin/python3
                Traceback (most recent call last):
                  File "/usr/local/bin/torchrun", line 8, in <module>
                    sys.exit(main())
                torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
                ============================================================
                train.py FAILED
                ------------------------------------------------------------
                Root Cause (first observed failure):
                [0]:
                  time      : 2026-11-24_10:11:12
                  exitcode  : 1 (pid: 4742)
                ============================================================
                """);
        assertThat(words.line()).startsWith("torch.OutOfMemoryError: CUDA out of memory.");
        assertThat(words.tellOfMemory()).isTrue();
    }

    @Test
    void ofAPythonProgramThatStartedAnotherTheOther() {
        assertThat(of("""
                Error in library(mgcv) : there is no package called 'mgcv'
                Execution halted
                Traceback (most recent call last):
                  File "run.py", line 3, in <module>
                    subprocess.run(["Rscript", "fit.R"], check=True)
                subprocess.CalledProcessError: Command '['Rscript', 'fit.R']' returned non-zero exit status 1.
                """).line()).isEqualTo("Error in library(mgcv) : there is no package called 'mgcv'");
    }

    @Test
    void ofJulia() {
        assertThat(of("""
                ERROR: LoadError: DomainError with -1.0:
                sqrt was called with a negative real argument but will only return a complex result if called with a complex argument.
                Stacktrace:
                 [1] throw_complex_domainerror(f::Symbol, x::Float64)
                   @ Base.Math ./math.jl:33
                in expression starting at /work/fit.jl:1
                """).line()).startsWith("DomainError with -1.0: sqrt was called with a negative real argument");
    }

    @Test
    void ofR() {
        assertThat(of("""
                Error in fit(x) :
                  the data has no column 'y'
                Calls: main -> fit
                Execution halted
                """).line()).isEqualTo("Error in fit(x) : the data has no column 'y'");
        assertThat(of("Error: object 'x' not found\nExecution halted\n").line())
                .isEqualTo("Error: object 'x' not found");
    }

    @Test
    void ofRust() {
        assertThat(of("""
                thread 'main' panicked at src/main.rs:4:10:
                index out of bounds: the len is 3 but the index is 7
                note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
                """).line())
                .isEqualTo(
                        "thread 'main' panicked at src/main.rs:4:10: index out of bounds: the len is 3 but the index is 7");
        assertThat(of("thread 'main' panicked at 'no data', src/main.rs:2:5\nnote: run with `RUST_BACKTRACE=1` ...\n")
                        .line())
                .isEqualTo("thread 'main' panicked at 'no data', src/main.rs:2:5");
    }

    @Test
    void ofGoAndNodeAndFortran() {
        assertThat(
                        of("panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n"
                                        + "\t/w/a.go:5 +0x1d\nexit status 2\n")
                                .line())
                .isEqualTo("panic: runtime error: index out of range [5] with length 3");
        assertThat(
                        of("/w/a.js:1\nthrow new Error('no data')\n^\n\nError: no data\n    at Object.<anonymous> (/w/a.js:1:7)\n\n"
                                        + "Node.js v18.20.4\n")
                                .line())
                .isEqualTo("Error: no data");
        assertThat(
                        of("At line 3 of file a.f90\nFortran runtime error: End of file\n\nError termination. Backtrace:\n#0  0x7f\n")
                                .line())
                .isEqualTo("Fortran runtime error: End of file");
    }

    @Test
    void ofMpiTheProgramsOwnWords() {
        assertThat(of("""
                [1,0]<stderr>:solver: the mesh is empty
                --------------------------------------------------------------------------
                MPI_ABORT was invoked on rank 0 in communicator MPI_COMM_WORLD
                with errorcode 3.

                NOTE: invoking MPI_ABORT causes Open MPI to kill all MPI processes.
                You may or may not see output from other processes, depending on
                exactly when Open MPI kills them.
                --------------------------------------------------------------------------
                """).line()).isEqualTo("solver: the mesh is empty");
    }

    @Test
    void ofSlurmTheProgramsOwnWords() {
        assertThat(of("no such table\nsrun: error: node7: task 0: Exited with exit code 3\n")
                        .line())
                .isEqualTo("no such table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Traceback (most recent call last):\n  x\nMemoryError",
                "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 7.28 TiB for an array with shape (1000000, 1000000)",
                "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
                "torch.cuda.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB.",
                "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 11.17 GiB total capacity)",
                "RuntimeError: CUDA error: out of memory",
                "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "RuntimeError: [enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to"
                        + " allocate 4000000000000 bytes. Error code 12 (Cannot allocate memory)",
                "tensorflow.python.framework.errors_impl.ResourceExhaustedError: {{function_node __wrapped__Mul}} OOM when allocating"
                        + " tensor with shape[1000000,100000] and type float on /job:localhost/device:GPU:0",
                "jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 8589934592 bytes.",
                "jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Out of memory allocating 40000000000 bytes.",
                "cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,000,000,000 bytes",
                "OSError: [Errno 12] Cannot allocate memory",
                "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",
                "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n\tat A.main(A.java:3)",
                "ERROR: LoadError: OutOfMemoryError()\nStacktrace:\n [1] Array\nin expression starting at a.jl:1",
                "Error: cannot allocate vector of size 74.5 Gb\nExecution halted",
                "memory allocation of 8000000000000 bytes failed",
                "fatal error: runtime: out of memory\n\ngoroutine 1 [running]:",
                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                "step 3\nslurmstepd: error: Detected 1 oom_kill event in StepId=42.0. Some of the step tasks have been OOM Killed.\n"
                        + "srun: error: node7: task 0: Out Of Memory",
                "Traceback (most recent call last):\n  x\nMemoryError\n\nDuring handling of the above exception, another exception"
                        + " occurred:\n\nTraceback (most recent call last):\n  y\nRuntimeError: training failed"
            })
    void memoryThatRanOutIsRecognised(String output) {
        assertThat(of(output + "\n").tellOfMemory()).as(of(output).line()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ValueError: memory of the past",
                "epoch 3: memory 81 %",
                "grpc RESOURCE_EXHAUSTED: Received message larger than max (5000000 vs. 4194304)",
                "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached",
                "srun: error: node7: task 0: Exited with exit code 1"
            })
    void otherFailuresAreNotTakenForMemory(String output) {
        assertThat(of(output + "\n").tellOfMemory()).isFalse();
    }
}
