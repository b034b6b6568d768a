"""Remote functions: what `attune.init`, `@attune.remote`, `attune.get` and their kin are. `import attune` brings them.

    import attune

    @attune.remote(cpu=1)
    def square(x):
        return x * x

    if __name__ == "__main__":                       # workers import this file too, under another name
        attune.init()
        print(attune.get(square.map(range(100))))

Here is what a program calls and what is made of its functions, arguments and errors; `attune_bridge.py` is the way to the cluster.
"""

from __future__ import annotations

import atexit
import difflib
import functools
import hashlib
import inspect
import json
import numbers
import os
import pickle
import re
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

__all__ = ["ClusterError", "Reference", "RemoteError", "TaskCancelled", "TaskLate", "TaskLost", "TaskRefused", "cancel", "get", "init",
           "node", "nodes", "remote", "shutdown", "wait", "why"]

LARGEST = 64 << 20  # bytes of a call's arguments, or of its result
LARGEST_FUNCTION = 60_000  # bytes of one that goes by value
LONGEST = 10_000 * 86_400.0  # seconds that a call may take
REHEARSAL, REHEARSED = 1.0, 0.15  # seconds that `init` has the workers' processes do nothing at most, and from which on it has done so enough
LEAST_REHEARSALS, MOST_REHEARSALS = 2, 20  # Java compiles what it has run some twenty times: most calls after that find their way compiled
MOST_REHEARSED = 256
VALUE, ERROR, LOST, CANCELLED, LATE, RETURNED, REFUSED = range(7)
PICKLED = b"\x80"  # how a pickle begins, and no text does
MAIN = "__attune_main__"  # the driver's script, as workers import it

on_worker = False  # set by the process that runs tasks


class ClusterError(RuntimeError):
    """There is no way to the cluster: it does not run, refuses, or the bridge to it has died."""


class RemoteError(Exception):
    """What went wrong far away, where it cannot be told by the exception itself; also the base of what can befall a task."""


class TaskLost(RemoteError):
    """The process or machine that ran the task has died, and the task may not be started again."""


class TaskCancelled(RemoteError):
    """The task was cancelled."""


class TaskLate(RemoteError, TimeoutError):
    """The task took longer than its `timeout`."""


class TaskRefused(RemoteError):
    """No worker that is there could ever run the task: it asks for more than any of them has."""


class RemoteTraceback(Exception):
    """The cause of an exception that came from a worker: its traceback there, as text."""

    def __init__(self, text, worker):
        super().__init__(text, worker)
        self.text, self.worker = text, worker

    def __str__(self):
        return f"\n\n{self.worker}: {self.text.rstrip()}\n"


# --------------------------------------------------------------------------------------------------------------- for people


def init(cluster=None, *, program=None, name=None, prints=True, **unknown):
    """Opens a session on the cluster in the folder `cluster`, else `$ATTUNE_CLUSTER`, else `~/.attune/cluster`.

    Its processes on the workers are started now, waited for some seconds and tried, so that the first call finds them warm. Called again it returns the session
    that is open. `program` is the `attune` to run as the bridge; without it the process is one that has the cluster for this program
    alone, and where there is none `$ATTUNE_CALLED`, the `PATH` and the folders around this file are searched. `prints` shows here what tasks print there. `with attune.init():` closes it at the end."""
    global _session
    _check_known("attune.init()", unknown, ("cluster", "program", "name", "prints"))
    _refuse_on_worker("attune.init()")
    folder = _cluster_folder(cluster)
    with _opening:
        if _session and _session.is_open():
            if _session.folder != folder and cluster is not None:
                raise ClusterError(f"a session on {_session.folder} is open already, so that none is opened on {folder}. "
                                   "Maybe attune.shutdown() first?")
            return _session
        shape = _usual_shape()
        opening = {"name": name or Path(sys.argv[0] or "python").name, "options": _options(prints, shape)}
        session = _bridge().Session(folder, program, opening)
        try:
            _rehearse(session, shape)
        except BaseException:
            session.close()
            raise
        _session = session
        return session


def shutdown() -> None:
    """Ends the session: its processes on the workers end, and calls that still run with them."""
    global _session
    with _opening:
        session, _session = _session, None
    if session:
        session.close()


def remote(function=None, **options):
    """Makes a function callable on the cluster, as `@attune.remote` or `@attune.remote(cpu=2, gpu=1)`.

    One of a module or script is found there by its name. One of a prompt, a notebook or another function, or a lambda, is sent
    with what it uses, as it is when it is called; that needs the package cloudpickle here and there.

    `cpu` and `gpu` may be fractions; `memory` is bytes or a text such as "2GB"; `resources` has named ones, `labels` what a
    worker must have. `retries` is how often a call is started again whose process or worker was lost; `timeout` the seconds
    from the call on after which it is given up; with `spread` workers take turns instead of being filled one after the other.
    `f.remote(...)` calls it and returns a `Reference` at once, `f.map(xs)` one for each, `f.options(cpu=4)` is the same with
    other options, and `f(...)` calls it here."""
    shape = _shape("attune.remote()", options)
    return (lambda later: RemoteFunction(later, shape)) if function is None else RemoteFunction(function, shape)


def get(references, timeout: float | None = None):
    """The result of a reference, or a list of those of several, in their order; waits for them, `timeout` seconds at most.

    An exception of the function is raised as it was there, with the traceback of the worker as its cause. `TaskLost`,
    `TaskCancelled` and `TaskLate` tell what befell a call; a `TimeoutError` that is none of these that `timeout` is over."""
    if isinstance(references, Reference):
        return references._value(_deadline(timeout), timeout)
    items, deadline = _references(references, "get"), _deadline(timeout)
    return [item._value(deadline, timeout) for item in items]


def wait(references, count: int = 1, timeout: float | None = None) -> tuple:
    """Waits until `count` of the references are over, or `timeout` seconds: the list of those that are, and of the others."""
    items, deadline = _references(references, "wait"), _deadline(timeout)
    if not 0 < count <= len(items):
        raise ValueError(f"count must be from 1 to the number of references, but got {count} for {len(items)}.")
    for session in {item._session for item in items}:
        session.await_any(items, count, deadline)
        break
    return [item for item in items if item._end is not None], [item for item in items if item._end is None]


def cancel(references) -> None:
    """Gives up one or several calls: those that wait are never started, those that run end with their process."""
    items = _references(references, "cancel")
    for session in {item._session for item in items}:
        session.cancel([item for item in items if item._session is session and item._end is None])


def node() -> str | None:
    """The name of the worker that runs this function; None where none does."""
    return os.environ.get("ATTUNE_WORKER_NAME") if on_worker else None


def nodes() -> list:
    """The workers of the cluster, a dict each: id, host, CPUs, GPUs, memory, what is free, labels."""
    return _current().ask({"nodes": {"why": False}})


def why() -> list:
    """What calls that do not run wait for, a text for each kind of them; empty if none waits."""
    return [each["line"] for each in _current().ask({"why": {}})]


class Reference:
    """The result of a call, to be: `attune.get` waits for it."""

    __slots__ = ("_session", "_id", "_function", "_size", "_end", "_content", "_worker", "__weakref__")

    def __init__(self, session, number, function, size):
        self._session, self._id, self._function, self._size = session, number, function, size
        self._end = self._content = self._worker = None

    def __repr__(self):
        state = (("value", "error", "lost", "cancelled", "late", "", "refused")[self._end] if self._end is not None else
                 f"running on {self._worker}" if self._worker else "waiting or running")
        return f"<attune.Reference {self._function}#{self._id}: {state}>"

    def __reduce__(self):
        raise TypeError(f"{self!r} cannot be sent: pass the value, attune.get(reference), instead.")

    @property
    def worker(self) -> str | None:
        """Where it runs, or ran; None before it has begun, which is told of what takes longer than some hundredths of a second."""
        return self._worker

    def done(self) -> bool:
        return self._end is not None

    def _value(self, deadline, timeout):
        if self._end is None and not self._session.await_one(self, deadline):
            raise TimeoutError(f"{self!r} is not over after {timeout:g} s.")
        if self._end != VALUE:
            raise _failure(self)
        content = self._content
        try:
            return pickle.loads(content)
        except Exception as error:
            raise RemoteError(f"the result of {self._function} cannot be read here: {_text(error)}. "
                              "Maybe a module or class of it is missing, or differs?") from error


class RemoteFunction:
    """A function that can be called on the cluster; see `remote`."""

    def __init__(self, function, shape: dict, code: str | None = None):
        self._code = _code(function) if code is None else code
        functools.update_wrapper(self, function)
        self._shape = shape
        self._key = json.dumps(shape, sort_keys=True)
        if code is None and self._code:
            _known.append(self)

    def __call__(self, *args, **kwargs):
        return self.__wrapped__(*args, **kwargs)

    def __reduce__(self):
        return self.__qualname__ if self._code else (_by_value, (self.__wrapped__, self._shape))

    def __repr__(self):
        return f"<attune.remote {self._code or self.__qualname__}>"

    def __get__(self, instance, owner=None):
        if instance is not None:
            raise TypeError(f"{self.__qualname__} is a method: a remote function is one of a module, or a static method.")
        return self

    def options(self, **options) -> RemoteFunction:
        """The same function with other options; those not named stay as they are."""
        return RemoteFunction(self.__wrapped__, _shape(f"{self.__name__}.options()", options, self._shape), self._code)

    def remote(self, *args, **kwargs) -> Reference:
        """Calls it on the cluster. Raises when the arguments cannot be pickled, or are too large."""
        session = _current()
        return session.submit(self, (self._pickled(args, kwargs),))[0]

    def map(self, *iterables) -> list:
        """Calls it for each item, or for the items of several iterables together, as the built-in `map` does."""
        session = _current()
        return session.submit(self, [self._pickled(args, {}) for args in zip(*iterables)])

    def _callee(self) -> bytes:
        """What tells a worker which function it is: its name, or itself as it is now."""
        if self._code:
            return self._code.encode()
        try:
            content = _cloudpickle().dumps(self.__wrapped__, 5)
        except Exception as error:
            raise TypeError(f"{self.__name__} cannot be sent with what it uses: {_text(error)}. Open files, locks and connections stay "
                            "where they are: make them within the function, or pass what they are made from.") from error
        if len(content) > LARGEST_FUNCTION:
            raise ValueError(f"{self.__name__} takes along {len(content) / 1000:.0f} KB of variables that it uses, but at most "
                             f"{LARGEST_FUNCTION // 1000} KB go with a function. Pass what is large as an argument instead.")
        return content

    def _pickled(self, args, kwargs) -> bytes:
        # What a prompt or notebook defines can only be sent by value.
        pickler = pickle if self._code and _script() else _cloudpickle() or pickle
        try:
            body = pickler.dumps((args, kwargs), 5)
        except Exception as error:
            raise _unpicklable(self.__name__, args, kwargs, error) from error
        if len(body) > LARGEST:
            raise ValueError(f"the arguments of {self.__name__} are {_size(len(body))}, but at most {_size(LARGEST)} are sent. "
                             "Maybe write them to a shared folder, and pass the path?")
        return body


# --------------------------------------------------------------------------------------------------------------- the session


_known: list = []
_session = None
_opening = threading.Lock()


def _cluster_folder(cluster) -> Path:
    return Path(os.path.abspath(os.path.expanduser(cluster or os.environ.get("ATTUNE_CLUSTER") or "~/.attune/cluster")))


def _current():
    session = _session
    if session is not None and session.pid == os.getpid():
        return session
    _refuse_on_worker("A remote function")
    if session is not None:
        session._check()
    return init()


def _bridge():
    """What workers, and programs that call nothing, do not need."""
    try:
        import attune_bridge
    except ModuleNotFoundError:
        raise ModuleNotFoundError(f"the way to the cluster is in attune_bridge.py, which was not found. Copy it beside {__file__}.",
                                  name="attune_bridge") from None
    return attune_bridge


def _rehearse(session, shape) -> None:
    """Each place does nothing, some times: so the first calls of the program find their way there and back prepared."""
    resources = shape["resources"]
    if "gpu" in resources or not resources["cpu"]:
        return
    places = sum(int(node["cpu"] / resources["cpu"] + 1e-6) for node in session.ask({"nodes": {"why": False}}))
    nothing = RemoteFunction(_nothing, {**shape, "millis": 0}, f"{__name__}:{_nothing.__name__}")
    begun = time.monotonic()
    for number in range(MOST_REHEARSALS):
        if number >= LEAST_REHEARSALS and time.monotonic() - begun > REHEARSED:
            return
        calls = session.submit(nothing, [nothing._pickled((), {})] * min(places, MOST_REHEARSED))
        session.await_any(calls, len(calls), begun + REHEARSAL)
        if any(not call.done() for call in calls):
            session.cancel([call for call in calls if not call.done() and call.worker is None])
            return


def _nothing() -> None:
    """What places do to be prepared; so long that each of them gets some of it, and none several at once."""
    time.sleep(0.006)


def _forget_after_fork() -> None:
    global _opening
    _opening = threading.Lock()
    if _session:
        _session.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
atexit.register(shutdown)


def _refuse_on_worker(what) -> None:
    if on_worker:
        raise RuntimeError(f"{what} was called on a worker. If that was when your script was imported there, put what starts the work "
                           'under: if __name__ == "__main__":. A task itself cannot start others.')


# --------------------------------------------------------------------------------------------------------------- functions


def _code(function) -> str:
    """MODULE:NAME, by which a worker finds the function; empty if it has to be sent by value."""
    name = getattr(function, "__qualname__", None)
    if inspect.isclass(function) or not callable(function) or name is None:
        raise TypeError(f"@attune.remote is for functions, but got {function!r} ({type(function).__name__}).")
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"{name} is a coroutine or generator, whose result cannot be sent. Write a function that returns a value.")
    module = function.__module__
    if "<lambda>" in name:
        why = "it is a lambda"
    elif "<locals>" in name:
        why = f"it is defined within {name.partition('.<locals>')[0]}"
    elif module == "__main__" and not _is_of_script(function):
        why = "it is defined in a prompt or notebook"
    else:
        return f"{'__main__' if module in ('__main__', '__mp_main__', MAIN) else module}:{name}"
    if on_worker or _cloudpickle():
        return ""
    name = name.rpartition(".")[2]
    raise TypeError(f"{name} cannot be found by a worker: {why}. Define it with def at the top of a module, such as tasks.py, and import "
                    f"it: from tasks import {name}. Or install cloudpickle, here and for the workers, by which such functions can be "
                    f"sent: {Path(sys.executable).name} -m pip install cloudpickle")


def _is_of_script(function) -> bool:
    """Whether a function of `__main__` is there too when a worker imports the script."""
    script, code = _script(), getattr(inspect.unwrap(function), "__code__", None)
    return script is not None and (code is None or os.path.abspath(code.co_filename) == script)


@functools.lru_cache(maxsize=None)
def _cloudpickle():
    """The package, if it is installed."""
    try:
        import cloudpickle
        return cloudpickle
    except ImportError:
        return None


def _by_value(function, shape) -> RemoteFunction:
    """A remote function that another takes along."""
    return RemoteFunction(function, shape, "")


def _script() -> str | None:
    """The file of `__main__`; None in a prompt or notebook."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return _file(file) if file else None


@functools.lru_cache(maxsize=None)
def _file(path) -> str | None:
    return os.path.abspath(path) if os.path.isfile(path) else None


_OPTIONS = ("cpu", "gpu", "memory", "resources", "labels", "retries", "timeout", "spread")
_STANDARD = {"language": "python", "resources": {"cpu": 1.0}, "labels": {}, "retries": 3, "millis": 0, "spread": False}


def _shape(what: str, options: dict, base: dict = _STANDARD) -> dict:
    """What the bridge is told of a function: the options, and what they leave as it was."""
    _check_known(what, options, _OPTIONS)
    given = {name: value for name, value in options.items() if value is not None}
    shape = {**base, "resources": _amounts(given, base["resources"])}
    if "labels" in given:
        shape["labels"] = {str(name): str(value) for name, value in _table("labels", given["labels"], '{"zone": "a"}').items()}
    if "retries" in given:
        shape["retries"] = int(_number("retries", given["retries"], numbers.Integral, "a whole number from 0 on"))
    if "timeout" in given:
        seconds = _number("timeout", given["timeout"], numbers.Real, "more than 0 seconds; left out, there is none,", 1e-9)
        shape["millis"] = max(1, int(min(seconds, LONGEST) * 1000))
    if "spread" in given:
        shape["spread"] = bool(given["spread"])
    return shape


def _amounts(given: dict, base: dict) -> dict:
    amounts = dict(base)
    named = _table("resources", given.get("resources", {}), '{"licence": 1}')
    for kind in ("cpu", "gpu", "memory"):
        if kind in named:
            raise ValueError(f"resources is for what workers have beside {kind}: write {kind}={named[kind]!r} instead.")
    for kind, amount in {**named, **{kind: given[kind] for kind in ("cpu", "gpu") if kind in given}}.items():
        amounts[str(kind)] = float(_number(kind, amount, numbers.Real, "a number from 0 on"))
    if "memory" in given:
        amounts["memory"] = float(_bytes(given["memory"]))
    gpu = amounts.get("gpu", 0)
    if gpu > 1 and gpu != int(gpu):
        raise ValueError(f"gpu must be a whole number, or a fraction below 1 of one device, but got {gpu!r}.")
    return {kind: amount for kind, amount in amounts.items() if amount or kind == "cpu"}


def _number(name, value, kind, rule, least=0):
    if isinstance(value, bool) or not isinstance(value, kind) or not least <= value < float("inf"):
        raise ValueError(f"{name} must be {rule}, but got {value!r}.")
    return value


def _table(name, value, example) -> dict:
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be a dict such as {example}, but got {value!r}.")
    return value


def _check_known(what, given, known) -> None:
    """Refuses an option that there is not, with the one that was likely meant."""
    for name in given:
        if name not in known:
            near = [each for each in known if each in name] or difflib.get_close_matches(name, known, 1)
            raise TypeError(f"{what} has no option '{name}'{f'; did you mean {near[0]}?' if near else '.'} There are: {', '.join(known)}.")


def _bytes(memory) -> int:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(i?B)?\s*", str(memory), re.IGNORECASE)
    if isinstance(memory, bool) or not match:
        raise ValueError(f'memory must be bytes or a text such as "2GB", but got {memory!r}.')
    step = 1024 if (match[3] or "").lower() == "ib" else 1000
    return int(float(match[1]) * step ** " KMGT".index(match[2].upper() or " "))


def _usual_shape() -> dict:
    """That of all functions that are known, if it is the same; else the standard."""
    shapes = {known._key: known._shape for known in _known}
    return next(iter(shapes.values())) if len(shapes) == 1 else _STANDARD


def _options(prints: bool, shape: dict) -> dict:
    """What a worker's processes must know to be as this one is."""
    main, script = sys.modules.get("__main__"), _script()
    spec = getattr(main, "__spec__", None)
    options = {"language": "python", "python": sys.executable, "version": list(sys.version_info[:2]), "folder": os.getcwd(),
               "path": [os.path.abspath(entry) for entry in dict.fromkeys(sys.path)
                        if isinstance(entry, str) and not entry.startswith(sys.base_prefix + os.sep + "lib")],
               "preload": list(dict.fromkeys(known._code for known in _known)), "prints": prints,
               "resources": shape["resources"]}
    if script:
        options.update(script=script, argv=list(map(str, sys.argv)), package=spec.parent if spec else "",
                       hash=hashlib.sha256(Path(script).read_bytes()).hexdigest())
        sys.modules.setdefault(MAIN, main)  # so that results of its classes can be read
    return options


# --------------------------------------------------------------------------------------------------------------- errors


def _failure(reference) -> BaseException:
    content, where = reference._content, reference._worker
    if reference._end == ERROR and content.startswith(PICKLED):
        try:
            error, trace = pickle.loads(content)
            error = pickle.loads(error) if isinstance(error, bytes) else RemoteError(error)
        except Exception as problem:
            error, trace = RemoteError(f"the exception of {reference._function} cannot be read here: {_text(problem)}"), ""
            try:
                trace = pickle.loads(content)[1]
            except Exception:
                pass
        error.__cause__ = RemoteTraceback(trace, where) if trace else None
        return error
    kind = {LOST: TaskLost, CANCELLED: TaskCancelled, LATE: TaskLate, REFUSED: TaskRefused}.get(reference._end, RemoteError)
    default = {LOST: "it was lost with its worker", CANCELLED: "it was cancelled", LATE: "it took longer than its timeout"}
    said = content.decode(errors="replace") if content and not content.startswith(PICKLED) else ""
    text = said or default.get(reference._end, "it failed")
    return kind(f"{reference._function}#{reference._id}{' on ' + where if where else ''}: {text}")


def _unpicklable(name, args, kwargs, error) -> TypeError:
    for which, value in [*((f"argument {i}", value) for i, value in enumerate(args, 1)), *kwargs.items()]:
        try:
            pickle.dumps(value, 5)
        except Exception:
            return TypeError(f"{which} of {name}, of the type {type(value).__name__}, cannot be sent: {_text(error)}. "
                             "Pass what it is made from instead, such as a path or numbers.")
    return TypeError(f"the arguments of {name} cannot be sent: {_text(error)}")


def _references(given, name) -> list:
    items = list(given) if isinstance(given, Iterable) else [given]
    for item in items:
        if not isinstance(item, Reference):
            raise TypeError(f"{name} takes a reference or a list of them, as f.remote() returns, but got {type(item).__name__}.")
    return items


def _widen(pipe: int) -> None:
    try:
        import fcntl
        fcntl.fcntl(pipe, 1031, 1 << 20)  # F_SETPIPE_SZ
    except OSError:
        pass  # it stays as it is


def _deadline(timeout):
    return None if timeout is None else time.monotonic() + timeout


def _text(error) -> str:
    return f"{type(error).__name__}: {error}"


def _size(count) -> str:
    return f"{count / (1 << 20):.0f} MB"
