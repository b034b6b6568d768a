package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.attune.study.Cause;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the many lines that a Python program leaves, the one that says why it failed. */
@NeedsPython
class PythonFailuresTest {
    @TempDir
    Path folder;

    private String failing(String body) throws Exception {
        OneTrial trial = OneTrial.python(folder, body);
        assertThat(trial.end().cause()).isEqualTo(Cause.ERROR);
        return trial.message();
    }

    @Test
    void anException() throws Exception {
        assertThat(failing("raise ValueError('bad lr')")).isEqualTo("ValueError: bad lr (exit 1)");
    }

    @Test
    void ofAMessageOfManyLinesTheFirst() throws Exception {
        assertThat(failing("raise ValueError('first\\nsecond\\n  third')")).isEqualTo("ValueError: first (exit 1)");
        assertThat(failing("raise ValueError('Errors in the state:\\n\\tMissing key layer.1')"))
                .isEqualTo("ValueError: Errors in the state: Missing key layer.1 (exit 1)");
    }

    @Test
    void ofAnEmptyMessageThePlace() throws Exception {
        assertThat(failing("assert config['lr'] > 2"))
                .isEqualTo("AssertionError (train.py, line 3: assert config['lr'] > 2) (exit 1)");
        assertThat(failing("raise KeyError('lrr')"))
                .isEqualTo("KeyError: 'lrr' (train.py, line 3: raise KeyError('lrr')) (exit 1)");
    }

    @Test
    void ofAChainTheLastAndTheFirst() throws Exception {
        assertThat(failing("""
                try:
                    {}["lrr"]
                except KeyError as e:
                    raise RuntimeError("cannot read the configuration") from e
                """))
                .isEqualTo("RuntimeError: cannot read the configuration (caused by KeyError: 'lrr' (train.py, line 4:"
                        + " {}[\"lrr\"])) (exit 1)");
        assertThat(failing("""
                try:
                    raise ValueError("no data")
                except ValueError as e:
                    raise RuntimeError(f"cannot begin: {e}") from e
                """)).isEqualTo("RuntimeError: cannot begin: no data (exit 1)");
    }

    @Test
    void aSyntaxErrorWithItsPlace() throws Exception {
        assertThat(OneTrial.function(folder, "x = 1\ndef train(config):\n    return (1\n")
                        .message())
                .startsWith("SyntaxError: '(' was never closed (train.py, line 3: return (1");
    }

    @Test
    void aModuleThatIsMissingWithWhatHelps() throws Exception {
        assertThat(failing("import no_such_module"))
                .isEqualTo(
                        "ModuleNotFoundError: No module named 'no_such_module' (exit 1). Maybe it belongs into the file that"
                                + " trainable.requirements names, or ATTUNE_PYTHON should name another Python.");
    }

    @Test
    void aDeepRecursion() throws Exception {
        assertThat(failing("def deeper(n): return deeper(n + 1)\ndeeper(0)"))
                .startsWith("RecursionError: maximum recursion depth exceeded");
    }

    @Test
    void anExceptionInADestructorIsNotTheTrials() throws Exception {
        OneTrial trial = OneTrial.python(folder, """
                class Odd:
                    def __del__(self):
                        raise ValueError("in a destructor")
                Odd()
                return 1
                """);
        assertThat(trial.end().cause()).isEqualTo(Cause.FINISHED);
        assertThat(trial.output()).contains("in a destructor");
    }

    @Test
    void anExceptionInAThreadIsNotTheTrialsUnlessItFails() throws Exception {
        String thread = """
                import threading
                def work(): raise ValueError("in a thread")
                t = threading.Thread(target=work)
                t.start()
                t.join()
                """;
        assertThat(OneTrial.python(folder, thread + "return 1").end().cause()).isEqualTo(Cause.FINISHED);
        assertThat(failing(thread + "sys.exit(3)")).isEqualTo("ValueError: in a thread (exit 3)");
    }

    @Test
    void anExitWithAText() throws Exception {
        assertThat(failing("sys.exit('no data here')")).isEqualTo("no data here (exit 1)");
    }

    @Test
    void anExitWithoutAWord() throws Exception {
        assertThat(failing("os._exit(255)")).isEqualTo("it ended without a word (exit 255)");
    }

    @Test
    void aDiskThatIsFullWithWhatHelps() throws Exception {
        assertThat(failing("with open('/dev/full', 'w') as full: full.write('x' * 100000)"))
                .isEqualTo(
                        "OSError: [Errno 28] No space left on device (exit 1). The disk that it writes to is full: make room, or"
                                + " write elsewhere.");
    }

    @Test
    void tooManyOpenFilesWithWhatHelps() throws Exception {
        assertThat(failing("""
                import resource
                resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
                files = [open("/dev/null") for _ in range(50)]
                """))
                .contains("[Errno 24] Too many open files", "Raise 'ulimit -n' before Attune is started");
    }

    @Test
    void tooManyThreadsWithWhatHelps() throws Exception {
        assertThat(failing("""
                import resource, threading
                resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
                threading.stack_size(2 * 10**9)
                threading.Thread(target=print).start()
                """))
                .contains("RuntimeError: can't start new thread (exit 1). No more processes or threads are allowed");
    }

    @Test
    void memoryThatRanOut() throws Exception {
        OneTrial trial = OneTrial.python(folder, """
                import resource
                resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
                bytearray(5 * 10**9)
                """);
        assertThat(trial.end().cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(trial.message()).startsWith("MemoryError (train.py, line 5: bytearray(5 * 10**9))");
    }

    @Test
    void memoryThatRanOutBehindAnotherException() throws Exception {
        OneTrial trial = OneTrial.python(folder, """
                try:
                    raise MemoryError("of the model")
                except MemoryError as e:
                    raise RuntimeError("training failed") from e
                """);
        assertThat(trial.end().cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(trial.message()).startsWith("RuntimeError: training failed (caused by MemoryError: of the model)");
    }

    @Test
    void theUsersOwnInterruptIsToldAsOne() throws Exception {
        assertThat(failing("raise KeyboardInterrupt"))
                .contains("interrupted, but not by Attune (exit 130, signal INT)");
    }
}
