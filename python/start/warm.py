"""Python trials without the seconds that their imports take. Used by Attune's launcher; not meant for people.

A trial that calls a function runs `python attune.py FILE:FUNCTION`. Here that program begins in a process that has the imports
of FILE behind it: a fork of the launcher (`preload`, `unsafe`, `probe`, then `run` in the child), or a process of its own that
was started ahead and waits (`python warm.py --ahead FILE`). What the function sees is the same as in a new process.
"""

from __future__ import annotations

import ast
import atexit
import builtins
import contextlib
import ctypes
import gc
import importlib
import importlib.machinery
import importlib.util
import io
import json
import os
import random
import select
import shutil
import signal
import site
import sys
import sysconfig
import tempfile
import threading
import time
import types
import weakref
from pathlib import Path

CLIENT = Path(__file__).absolute().parents[1] / "attune.py"
MAIN = compile(CLIENT.read_bytes(), str(CLIENT), "exec", dont_inherit=True)
OURS = ("attune", "warm", "launcher")
DO_NOT_FORK = ("tensorflow", "jax", "ray", "grpc")
GPU_DRIVERS = ("/dev/nvidia-uvm", "/dev/kfd")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS",
                            "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
DEFAULT_LIMIT = 5.0


class _Preloaded:
    """What `preload` learned."""

    def __init__(self):
        self.offender = None  # why forking was given up before or while importing
        self.absent = None  # a module that is sure to be imported, and not installed
        self.variables = {}  # environment variables that the file itself sets
        self.shadowed = []  # modules loaded from elsewhere that the file would find beside it
        self.cleaners = []  # what libraries have registered to be done at the end
        self.pools = None  # functions that set the threads of a native library, with the variables that do


_preloaded = _Preloaded()
_kept = []  # streams that libraries may still write to


# ------------------------------------------------------------------------------------------------------- in the parent


def preload(file: str, say, ahead: bool = False) -> None:
    """Imports what `file`, and the local modules that it imports, import from elsewhere, as far as it is sure that they do.

    The user's own modules are read, not imported. Modules that do not survive a fork are imported only `ahead`. `say` is told
    in a line what was imported, and the seconds that it took. What cannot be imported is left to the trial, which will tell."""
    global _preloaded
    _preloaded = _Preloaded()
    os.environ.update(ONE_THREAD)
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"  # looking for a GPU must not start CUDA
    began = time.monotonic()
    imports = _Imports(Path(file).absolute().parent, ahead)
    with _prints_to_stderr(), _noting_cleaners():
        imports.follow(Path(file).absolute())
    for name in [name for name in ONE_THREAD if name in imports.set]:
        _preloaded.variables[name] = imports.set[name]
    _preloaded.offender = imports.offender
    _preloaded.absent = imports.absent
    _preloaded.shadowed = _shadowed(Path(file).absolute().parent)
    _preloaded.pools = _native_pools()
    if imports.named:
        seconds = time.monotonic() - began
        say(f"imported {', '.join(imports.named)} in {seconds:.1f} s, once for all trials", seconds)
    if not ahead:
        _preloaded.offender = _preloaded.offender or _helper()
        gc.collect()
        gc.freeze()


def absent() -> str | None:
    """A module that the file is sure to import, and that is not installed here."""
    return _preloaded.absent


def unsafe() -> str | None:
    """Why a fork of this process may not work now, in a few words; None if nothing speaks against it."""
    if _preloaded.offender:
        return _preloaded.offender
    for name in DO_NOT_FORK:
        if sys.modules.get(name) is not None:
            return f"{name} does not survive a fork"
    if _holds_gpu():
        return "the GPU is in use since the imports, and does not survive a fork"
    try:
        threads = os.listdir("/proc/self/task")
    except OSError:
        return "this system does not list a process's threads in /proc"
    if len(threads) > 1:
        return f"{_strangers(threads)}, and a fork does not survive that"
    return None


def probe(limit: float = DEFAULT_LIMIT) -> str | None:
    """Forks a child that computes with several threads, and says what is wrong if it does not manage within `limit` seconds."""
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_a_probe(sink)
    os.close(sink)
    told, deadline = b"", time.monotonic() + limit
    while select.select([source], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(source, 4096)
        told += piece
        if not piece:
            break
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(source)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    *_, last = ["a fork", *told.decode().split("\n")[:-1]]
    if last == "ok" and status == 0:
        return None
    if last.startswith("!"):
        return last[1:]
    return f"{last} hangs after a fork" if status == -signal.SIGKILL else f"{last} dies after a fork (exit code {status})"


def _be_a_probe(sink: int) -> None:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(2, 1)
        tell = lambda text: os.write(sink, text.encode() + b"\n")
        _set_threads(lambda variables: 2)
        if "torch" in sys.modules:
            tell("torch")
            import torch
            if torch.cuda._is_in_bad_fork():
                tell("!CUDA is in use since the imports, and does not survive a fork")
                return
            layer = torch.nn.Linear(256, 256)
            torch.relu(layer(torch.ones(512, 256))).sum().backward()
        if "numpy" in sys.modules:
            tell("numpy")
            import numpy
            numpy.ones((512, 512)) @ numpy.ones((512, 512))
        tell("ok")
        code = 0
    except Exception as error:
        tell(f"!a fork does not work: {type(error).__name__}: {error}".replace("\n", " "))
    finally:
        os._exit(code)


def _holds_gpu() -> bool:
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "cuda") and torch.cuda.is_initialized():
        return True
    for descriptor in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{descriptor}") in GPU_DRIVERS:
                return True
    return False


def _helper() -> str | None:
    with contextlib.suppress(OSError), open(f"/proc/self/task/{os.getpid()}/children") as children:
        if children.read().strip():
            return "the imports have started a process, which all forks would share"
    return None


def _strangers(threads: list) -> str:
    named = [f"'{thread.name}'" for thread in threading.enumerate() if thread is not threading.main_thread()]
    count = len(threads) - 1
    return f"{count} other thread{'s run' if count > 1 else ' runs'}" + (f" ({', '.join(named[:3])})" if named else "")


@contextlib.contextmanager
def _prints_to_stderr():
    """Also those of C code: standard output may lead elsewhere."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        _flush_c()
        os.dup2(kept, 1)
        os.close(kept)


@contextlib.contextmanager
def _noting_cleaners():
    """What the standard library registers is needed at the end of each trial; what others do is to be done once, by the parent."""
    register = atexit.register

    def note(function, /, *arguments, **named):
        source = getattr(sys.modules.get(getattr(function, "__module__", None) or ""), "__file__", None) or _STDLIB
        if not source.startswith(_STDLIB) or _is_below(source, "site-packages") or _is_below(source, "dist-packages"):
            _preloaded.cleaners.append(function)
        return register(function, *arguments, **named)

    atexit.register = note
    try:
        yield
    finally:
        atexit.register = register


def _is_below(path: str, folder: str) -> bool:
    return folder in Path(path).parts


# --------------------------------------------------------------------------------------------- what a file imports


class _Stop(Exception):
    """From here on it is not sure what an import would find."""


class _Imports:
    """Imports in the order of a file's module level, what others made; follows the user's own modules by their text."""

    def __init__(self, folder: Path, ahead: bool):
        self.folder, self.ahead = folder, ahead
        self.named, self.seen, self.set = [], set(), {}
        self.offender = self.absent = None
        self.unsure = 0  # how many statements deep: what is imported there may be missing, or never be reached

    def follow(self, path: Path) -> None:
        with contextlib.suppress(_Stop):
            self.read(path, [])

    def read(self, path: Path, package: list) -> None:
        """`package`: the names of the package that the file belongs to."""
        if path in self.seen:
            return
        self.seen.add(path)
        try:
            body = ast.parse(path.read_bytes()).body
        except (OSError, SyntaxError, ValueError, RecursionError):
            return
        self.walk(body, package, guarded=False)

    def walk(self, body: list, package: list, guarded: bool) -> bool:
        """Whether all of its imports worked."""
        worked = True
        for node in body:
            if isinstance(node, ast.Import):
                for name in node.names:
                    worked &= self.take(name.name.split("."), [], guarded)
            elif isinstance(node, ast.ImportFrom):
                base = package[:len(package) - node.level + 1] if node.level else []
                worked &= self.take(base + (node.module.split(".") if node.module else []),
                                    [name.name for name in node.names], guarded)
            elif isinstance(node, (ast.Try, ast.If, ast.With)):
                self.unsure += 1
                self.enter(node, package, guarded)
                self.unsure -= 1
            else:
                self.heed(node)
        return worked

    def enter(self, node: ast.stmt, package: list, guarded: bool) -> None:
        if isinstance(node, ast.Try):
            others = [node.orelse] if self.walk(node.body, package, guarded) else [each.body for each in node.handlers]
            for other in (*others, node.finalbody):
                self.walk(other, package, guarded)
        elif isinstance(node, ast.If):
            if not _is_not_for_trials(node.test):
                self.walk(node.body, package, guarded=True)
            self.walk(node.orelse, package, guarded=True)
        else:
            self.walk(node.body, package, guarded)

    def heed(self, node: ast.stmt) -> None:
        """A library may read a variable when it is imported, or be found elsewhere after a change of `sys.path`."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        text = ast.dump(node)
        if any(isinstance(part, ast.Call) for part in ast.walk(node)):
            self.unsure += 1  # for good: whatever is called may make modules be found elsewhere
        if any(_changes_environment(part) for part in ast.walk(node)):
            setting = _setting(node)
            if setting is None:
                raise _Stop
            name, value, is_default = setting
            if not is_default or name not in os.environ or name in ONE_THREAD:
                self.set[name] = value
                if name not in ONE_THREAD:
                    os.environ[name] = value
        elif "id='sys'" in text and "attr='path'" in text and "attr='append'" not in text:
            raise _Stop

    def take(self, names: list, wanted: list, guarded: bool) -> bool:
        if not names:
            return True
        spec = self.find(names[0])
        if spec is None:
            self.absent = self.absent or (None if self.unsure else names[0])
            return False
        if not _is_installed(spec):
            self.descend(list(spec.submodule_search_locations or []), spec.origin, names, wanted)
            return True
        if names[0] in DO_NOT_FORK and not self.ahead:
            if not guarded:
                self.offender = f"{names[0]} does not survive a fork"
                raise _Stop
            return True
        if not (spec.origin or "").startswith(_STDLIB) and names[0] not in self.named and spec.origin not in ("built-in", "frozen"):
            self.named.append(names[0])
        return _import(".".join(names), wanted)

    def find(self, name: str):
        try:
            return (importlib.machinery.PathFinder.find_spec(name, [str(self.folder)])
                    or getattr(sys.modules.get(name), "__spec__", None) or importlib.util.find_spec(name))
        except (ImportError, ValueError, AttributeError):
            return None

    def descend(self, folders: list, origin, names: list, wanted: list) -> None:
        """Reads a module of the user's: its packages from the outermost on, then itself, then what is wanted of it."""
        if origin and origin.endswith(".py"):
            self.read(Path(origin), names[:1] if folders else [])
        for depth, name in enumerate(names[1:], 1):
            folders = self.within(folders, name, names[:depth])
        for name in wanted:
            self.within(folders, name, names)

    def within(self, folders: list, name: str, package: list) -> list:
        for folder in map(Path, folders):
            if (folder / name).is_dir():
                self.read(folder / name / "__init__.py", [*package, name])
                return [str(folder / name)]
            if (folder / f"{name}.py").is_file():
                self.read(folder / f"{name}.py", package)
                return []
        return []


def _import(name: str, wanted: list) -> bool:
    try:
        __import__(name, fromlist=wanted)
        return True
    except (Exception, SystemExit):
        return False


def _changes_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return not isinstance(node.ctx, ast.Load) and "'environ'" in ast.dump(node.value)
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return (name in ("putenv", "unsetenv", "load_dotenv")
            or name in ("clear", "pop", "popitem", "setdefault", "update") and "'environ'" in ast.dump(node.func))


def _setting(node: ast.stmt):
    """Name, value, whether it is a default: of `os.environ[NAME] = VALUE` or `os.environ.setdefault(NAME, VALUE)` in constants."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Subscript):
        words, is_default = [getattr(node.targets[0].slice, "value", node.targets[0].slice), node.value], False
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
          and getattr(node.value.func, "attr", "") == "setdefault"):
        words, is_default = node.value.args, True
    else:
        return None
    values = [word.value if isinstance(word, ast.Constant) else word for word in words]
    return (*values, is_default) if len(values) == 2 and all(isinstance(value, str) for value in values) else None


def _is_not_for_trials(test: ast.expr) -> bool:
    text = ast.dump(test)
    return "'TYPE_CHECKING'" in text or "'__main__'" in text


_STDLIB = sysconfig.get_path("stdlib")
_INSTALLED = tuple({*(sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")),
                    *getattr(site, "getsitepackages", list)(), getattr(site, "getusersitepackages", str)() or _STDLIB})


def _is_installed(spec) -> bool:
    """Made by others, so that it does not change between two trials."""
    if spec.origin in ("built-in", "frozen"):
        return True
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or [])
    if not places:
        return False
    place = Path(places[0])
    root = place.parent.parent if spec.submodule_search_locations and spec.origin else place.parent
    return (str(place).startswith(_INSTALLED) or bool({"site-packages", "dist-packages"} & set(place.parts))
            or any(root.glob("*.dist-info")))


def _shadowed(folder: Path) -> list:
    """Loaded modules of which the trial would find another one beside its file: a `utils.py`, say, that a library has too."""
    beside = {entry.name.partition(".")[0] for entry in folder.iterdir()
              if entry.suffix in (".py", ".so") or (entry / "__init__.py").is_file()} if folder.is_dir() else set()
    ambiguous = [name for name in beside & set(sys.modules) if name not in (*OURS, "__main__")]
    if not ambiguous:
        return []
    import subprocess
    script = "import sys; sys.path[0] = sys.argv[1]; import attune; print(*sys.modules)"
    plain = subprocess.run([sys.executable, "-B", "-c", script, str(CLIENT.parent)], stdin=subprocess.DEVNULL,
                           capture_output=True, text=True)
    return [name for name in ambiguous if name not in plain.stdout.split()]


# ------------------------------------------------------------------------------------------------- being a trial


def run(target: str, environ: dict, folder: str, threads: int | None, cpus: list | None):
    """Becomes what `python attune.py TARGET` would be, in this forked child, and ends with it."""
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGPIPE, signal.SIG_IGN),
                            (signal.SIGXFSZ, signal.SIG_IGN)):
        signal.signal(number, handler)
    _disown_what_others_clean_up()
    before = set(sys.modules)
    code = _live(target, environ, folder, threads, cpus)
    code = _finish(code, [module for name, module in list(sys.modules.items()) if name not in before or name == "__main__"])
    if code == -signal.SIGINT:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(code & 0xFF)


def _disown_what_others_clean_up() -> None:
    """Temporary files that libraries made when they were imported are the parent's, and other trials' too."""
    for finalizer in list(weakref.finalize._registry):
        finalizer.atexit = False
    for cleaner in (shutil.rmtree, os.remove, os.unlink, os.rmdir, *_preloaded.cleaners):
        atexit.unregister(cleaner)


def _live(target: str, environ: dict, folder: str, threads: int | None, cpus: list | None) -> int:
    """Runs the client with the target; its exit code, or the negative number of the signal that it should die of."""
    _settle(environ, folder, cpus)
    _set_threads(lambda variables: _count({**environ, **_preloaded.variables}, variables, threads))
    _renew_randomness()
    for name in list(sys.modules):
        if name in OURS or name.partition(".")[0] in _preloaded.shadowed:
            del sys.modules[name]
    importlib.invalidate_caches()
    _kept.append(sys.modules["__main__"])
    main = types.ModuleType("__main__")
    loader = importlib.machinery.SourceFileLoader("__main__", str(CLIENT))
    vars(main).update(__file__=str(CLIENT), __cached__=None, __builtins__=builtins, __loader__=loader)
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    sys.modules["__main__"] = main
    sys.argv[:] = [str(CLIENT), target]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv = [sys.executable, *sys.argv]
    try:
        exec(MAIN, vars(main))
        return 0
    except SystemExit as end:
        return _exit_code(end.code)
    except BaseException as error:
        return _uncaught(error)


def _settle(environ: dict, folder: str, cpus: list | None) -> None:
    before = dict(os.environ)
    for name in before.keys() - environ.keys():
        del os.environ[name]
    for name, value in environ.items():
        if before.get(name) != value:
            os.environ[name] = value
    if before.get("TZ") != environ.get("TZ"):
        time.tzset()
    tempfile.tempdir = None  # it may have been chosen by another TMPDIR
    os.chdir(folder)
    if "multiprocessing.process" in sys.modules:
        sys.modules["multiprocessing.process"].ORIGINAL_DIR = folder
    if cpus:
        for thread in os.listdir("/proc/self/task"):
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread), cpus)
    was_given = {os.path.abspath(entry) for entry in before.get("PYTHONPATH", "").split(os.pathsep) if entry}
    given = [os.path.abspath(entry) for entry in environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    rest = [entry for entry in sys.path[1:] if entry not in was_given]
    sys.path[:] = [str(CLIENT.parent), *dict.fromkeys(given), *(entry for entry in rest if entry not in given)]
    sys.dont_write_bytecode = bool(environ.get("PYTHONDONTWRITEBYTECODE"))
    unbuffered = bool(environ.get("PYTHONUNBUFFERED"))
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        _renew_stream(descriptor, name, unbuffered)


def _renew_stream(descriptor: int, name: str, unbuffered: bool) -> None:
    """A stream as a new Python has it: the one at hand if it is alike, since libraries that were imported may hold it."""
    before = getattr(sys, f"__{name}__")
    by_lines = name == "stderr" and not unbuffered
    if isinstance(before.buffer, io.FileIO) == unbuffered and before.line_buffering == by_lines:
        return
    _kept.append(before)
    binary = open(descriptor, "wb", buffering=0 if unbuffered else -1, closefd=False)
    (binary if unbuffered else binary.raw).name = f"<{name}>"
    stream = io.TextIOWrapper(binary, before.encoding, before.errors, newline="\n", line_buffering=by_lines,
                              write_through=unbuffered)
    stream.mode = "w"
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _renew_randomness() -> None:
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if hasattr(sys.modules.get("torch"), "default_generator"):
        sys.modules["torch"].default_generator.seed()  # a GPU's begins with the GPU, in the trial


# ------------------------------------------------------------------------------------------------------- threads


def _count(environ: dict, variables: tuple, threads: int | None) -> int:
    """As many as the first of the variables says that is set, as a new process would have them."""
    for name in variables:
        with contextlib.suppress(ValueError):
            return max(1, int(environ.get(name, "").partition(",")[0]))
    return threads or len(os.sched_getaffinity(0))


def _set_threads(count) -> None:
    """Gives every loaded library its threads. `count` tells how many by the variables that the library heeds."""
    for variables, function in _native_pools() if _preloaded.pools is None else _preloaded.pools:
        function(count(variables))
    torch = sys.modules.get("torch")
    if hasattr(torch, "set_num_threads"):
        has_mkl = torch.backends.mkl.is_available()  # which takes no more threads than CPUs
        most = len(os.sched_getaffinity(0)) if has_mkl else sys.maxsize
        torch.set_num_threads(min(count(("MKL_NUM_THREADS",) * has_mkl + ("OMP_NUM_THREADS",)), most))
    numexpr = sys.modules.get("numexpr")
    if hasattr(numexpr, "set_num_threads"):
        with contextlib.suppress(ValueError):  # it has an upper limit
            numexpr.nthreads = count(("NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS"))
            numexpr.set_num_threads(numexpr.nthreads)


def _native_pools() -> list:
    """The functions that set the threads of the linear algebra and OpenMP libraries in this process."""
    pools = []
    for path in _loaded_libraries():
        name = os.path.basename(path)
        for part, variables, symbols in (
                ("openblas", ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
                 [prefix + "openblas_set_num_threads" + suffix for prefix in ("scipy_", "") for suffix in ("64_", "")]),
                ("mkl_rt", ("MKL_NUM_THREADS", "OMP_NUM_THREADS"), ["MKL_Set_Num_Threads"]),
                ("blis", ("BLIS_NUM_THREADS", "OMP_NUM_THREADS"), ["bli_thread_set_num_threads"]),
                ("omp", ("OMP_NUM_THREADS",), ["omp_set_num_threads"])):
            if part in name:
                with contextlib.suppress(OSError):
                    library = ctypes.CDLL(path)
                    pools += [(variables, getattr(library, symbol)) for symbol in symbols if hasattr(library, symbol)][:1]
    return pools


def _loaded_libraries() -> list:
    with contextlib.suppress(OSError), open("/proc/self/maps", errors="surrogateescape") as maps:
        return sorted({line.split(None, 5)[-1].rstrip("\n") for line in maps if ".so" in line})
    return []


# --------------------------------------------------------------------------------------------------------- the end


def _exit_code(code) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    print(code, file=sys.stderr)
    return 1


def _uncaught(error: BaseException) -> int:
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code is not MAIN:
        trace = trace.tb_next
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    sys.excepthook(type(error), error.with_traceback(trace), trace)
    return -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1


def _finish(code: int, modules: list) -> int:
    """What Python does at its end, up to the libraries, which go with the process; the code, or 120 if output was lost."""
    threading._shutdown()
    with contextlib.suppress(Exception):  # it has been printed
        atexit._run_exitfuncs()
    problem = _flush(sys.stdout)
    if problem:
        where = "on flushing sys.stdout:" if sys.version_info >= (3, 13) else f"in: {sys.stdout!r}"
        print(f"Exception ignored {where}\n{type(problem).__name__}: {problem}", file=sys.stderr)
    problem = _flush(sys.stderr) or problem
    if len(threading.enumerate()) == 1:  # a daemon would still look at them
        _let_go(modules)
    gc.unfreeze()  # what libraries opened when they were imported
    writers = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
    for stream in (*_kept, *(each for each in gc.get_objects() if issubclass(type(each), writers))):
        _flush(stream)
    problem = problem or _flush(sys.stdout)
    _flush_c()
    return 120 if problem else code


def _let_go(modules: list) -> None:
    """Ends the lives of what the user's modules hold: open files, for one, are written to their end by that."""
    for module in modules:
        if getattr(module, "__file__", None) and not module.__file__.startswith(_INSTALLED):
            for name, value in list(vars(module).items()):
                if not name.startswith("__") and not isinstance(value, (type, types.ModuleType, types.FunctionType)):
                    vars(module)[name] = None
    gc.collect()


def _flush(stream) -> Exception | None:
    try:
        if stream is not None and not stream.closed:
            stream.flush()
    except Exception as problem:
        return problem
    return None


def _flush_c() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).fflush(None)


# ------------------------------------------------------------------------------------------------ started ahead


def _ahead(file: str) -> int:
    preload(file, lambda text, seconds: None, ahead=True)
    line = b""
    while not line.endswith(b"\n"):  # what comes behind it is the trial's to read
        byte = os.read(3, 1)
        if not byte:
            return 0
        line += byte
    order = json.loads(line)
    if _holds_gpu():
        _start_afresh(order)
    return _live(order["target"], order["environ"], order["folder"], order["threads"], order["cpus"])


def _start_afresh(order: dict) -> None:
    """The imports have started the driver, which has seen other devices than the trial's."""
    os.chdir(order["folder"])
    if order["cpus"]:
        os.sched_setaffinity(0, order["cpus"])
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(6, os.sysconf("SC_OPEN_MAX"))
    os.execve(sys.executable, [sys.executable, str(CLIENT), order["target"]], order["environ"])


def _die_of_interrupt() -> None:
    sys.excepthook = lambda *_: None  # it has been told
    raise KeyboardInterrupt


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "--ahead":
        sys.exit("usage: python warm.py --ahead FILE")
    sys.modules["warm"] = sys.modules[__name__]
    outcome = _ahead(sys.argv[2])
    if outcome == -signal.SIGINT:
        _die_of_interrupt()
    sys.exit(outcome)
