"""Remote functions: what `attune.init`, `@attune.remote`, `attune.get` and their kin are. `import attune` brings them.

    import attune

    @attune.remote(cpu=1)
    def square(x):
        return x * x

    if __name__ == "__main__":                       # workers import this file too, under another name
        attune.init()
        print(attune.get(square.map(range(100))))

A process of Attune, `attune bridge`, is the way to the cluster; it is talked to through two pipes in frames, and ends with this
process. A frame is its length, a letter and content; many calls or results share one. The letters, to the bridge:

    S  calls: shape, function (its name, or cloudpickle's bytes of it); then of each its id, its length and the pickled arguments
    K  a part of the arguments of a large call: their SHA-256, offset, size of all, bytes
    E  a call whose arguments came in parts: their SHA-256, shape, function, id
    H  a shape: number, JSON        O  open a session: JSON        C  cancel: ids        Q  a question: id, JSON

and from it:

    R  results: worker; then of each its id, end, microseconds, length and content, -1 and nothing if it came before in parts
    G  calls that have begun, or if it is empty, wait again: worker, ids
    B  a part of a result: id, offset, size of all, bytes        O  the session is open: JSON        W  its processes are ready
    L  what tasks printed        N  what tasks have been waiting for, for people
    P  part of an answer: id, JSON        D  its end: id        F  why there is none: id, text        X  why the bridge ends: text
"""

from __future__ import annotations

import atexit
import collections
import difflib
import functools
import hashlib
import inspect
import itertools
import json
import numbers
import os
import pickle
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

__all__ = ["ClusterError", "Reference", "RemoteError", "TaskCancelled", "TaskLate", "TaskLost", "TaskRefused", "cancel", "get", "init",
           "node", "nodes", "remote", "shutdown", "wait", "why"]

LARGEST = 64 << 20  # bytes of a call's arguments, or of its result
FULL_FRAME = 1 << 20
PART = 1 << 18  # bytes of arguments that are sent at once; more go in parts
MOST_HELD = 256 << 20  # bytes that wait to be sent; who has more waits
MOST_CALLS = 1000  # of a frame
LARGEST_FUNCTION = 60_000  # bytes of one that goes by value
PATIENCE = 120.0  # seconds until the bridge has opened its session; building Attune on first use is not counted
LONGEST = 10_000 * 86_400.0  # seconds that a call may take
WARM = 10.0  # seconds that `init` waits for the workers' processes to be ready
REHEARSAL = 1.0  # seconds that it then has them do nothing, as often as is worth it
REHEARSALS, MOST_REHEARSED = 5, 256
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


def init(cluster=None, *, program=None, name=None, prints=True, **unknown) -> Session:
    """Opens a session on the cluster in the folder `cluster`, else `$ATTUNE_CLUSTER`, else `~/.attune/cluster`.

    Its processes on the workers are started now, waited for some seconds and tried, so that the first call finds them warm. Called again it returns the session
    that is open. `program` is the `attune` to run as the bridge; without it `$ATTUNE_CALLED`, the `PATH` and the folders around
    this file are searched. `prints` shows here what tasks print there. `with attune.init():` closes it at the end."""
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
        _session = Session(folder, _program(program), name or Path(sys.argv[0] or "python").name, prints)
        return _session


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


class Session:
    """A way to the cluster: the bridge, what was sent through it and what came back. Safe for use by many threads."""

    def __init__(self, folder: Path, program: list, name: str, prints: bool):
        self.folder, self.prints = folder, prints
        self.pid = os.getpid()
        self.shapes, self.numbers, self.questions = {}, itertools.count(1), itertools.count(1)
        self.waiting, self.answers, self.parts = {}, {}, {}
        self.outbox, self.sending = collections.deque(), threading.Lock()
        self.changed, self.watchers, self.room = threading.Condition(), 0, threading.Event()
        self.problem, self.opened, self.warm = None, None, False
        self.sent, self.over, self.held = (0, 0), (0, 0), [0, 0]
        self.most_calls, self.most_bytes = 1, 1
        self.last_words = collections.deque(maxlen=20)
        self.bridge = _start(program, folder)
        self.source, self.sink = self.bridge.stdout.fileno(), self.bridge.stdin.fileno()
        for pipe in (self.source, self.sink):
            _widen(pipe)
        threading.Thread(target=self._hear, name="attune-bridge", daemon=True).start()
        threading.Thread(target=self._send_on, name="attune-bridge-calls", daemon=True).start()
        threading.Thread(target=self._keep_words, name="attune-bridge-words", daemon=True).start()
        try:
            shape = _usual_shape()
            self._send(b"O", json.dumps({"name": name, "options": _options(prints, shape)}).encode())
            self._await_open()
            self._rehearse(shape)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutdown()

    def __repr__(self):
        return f"<attune session on {self.folder}: {self.problem or 'open'}>"

    def is_open(self) -> bool:
        return self.problem is None and self.pid == os.getpid()

    # ------------------------------------------------------------------------------------------------ to the bridge

    def submit(self, function: RemoteFunction, bodies) -> list:
        self._check()
        shape, name, code = self._shape_number(function), function.__name__, function._callee()
        share = -(-len(code) // max(1, len(bodies)))  # the head keeps the function once for all of them
        references = [Reference(self, next(self.numbers), name, len(body) + share) for body in bodies]
        self.waiting.update((reference._id, reference) for reference in references)
        size = sum(len(body) for body in bodies)
        if self.held[0] - self.held[1] + size > MOST_HELD:
            self._await(lambda: self.held[0] - self.held[1] == 0 or self.held[0] - self.held[1] + size <= MOST_HELD, None)
        self.held[0] += size
        self.outbox.extend((shape, code, reference, body) for reference, body in zip(references, bodies))
        self._flush()
        if self.problem:
            self._check()
        return references

    def cancel(self, references: list) -> None:
        self._check()
        for reference in references:
            self._end(reference, CANCELLED, b"", None)
        self._tell()
        if references:
            self._send(b"C", struct.pack(f">{len(references)}Q", *(each._id for each in references)))

    def ask(self, question: dict) -> list:
        self._check()
        number = next(self.questions)
        parts = self.answers[number] = []
        self._send(b"Q", struct.pack(">Q", number) + json.dumps(question).encode())
        self._await(lambda: parts and parts[-1][0] != b"P", None)
        self.answers.pop(number, None)
        self._check_answer(parts)
        return [json.loads(content) for kind, content in parts if kind == b"P"]

    def _check_answer(self, parts):
        if not parts or parts[-1][0] == b"P":
            self._check()
        if parts[-1][0] == b"F":
            raise ClusterError(parts[-1][1].decode())

    def _shape_number(self, function) -> int:
        number = self.shapes.get(function._key)
        if number is None:
            with self.sending:
                number = self.shapes.get(function._key)
                if number is None:
                    number = len(self.shapes) + 1
                    self._write(_frame(b"H", struct.pack(">I", number), function._key.encode()))
                    self.shapes[function._key] = number
        return number

    def _flush(self) -> None:
        """Sends what may be sent now; what another thread is sending it sends on."""
        while self.outbox and self._has_room() and self.sending.acquire(blocking=False):
            try:
                self._drain()
            finally:
                self.sending.release()

    def _has_room(self) -> bool:
        """Whether more may be under way. Sums are counted by the one who adds and the one who takes away: neither waits for the other."""
        (calls, size), (calls_over, size_over) = self.sent, self.over
        return calls == calls_over or (calls - calls_over < self.most_calls and size - size_over < self.most_bytes)

    def _drain(self) -> None:
        outbox = self.outbox
        while outbox and self._has_room():
            shape, code, reference, body = outbox.popleft()
            if reference._end is not None:  # cancelled before it was sent
                self.waiting.pop(reference._id, None)
                self.held[1] += len(body)
                continue
            if len(body) > PART:
                self._send_large(shape, code, reference, body)
                continue
            pieces, size, count, counted = [CALL.pack(reference._id, len(body)), body], len(body), 1, reference._size
            while outbox and count < MOST_CALLS and size < PART and len(outbox[0][3]) <= PART and outbox[0][0] == shape \
                    and outbox[0][1] == code:
                _, _, reference, body = outbox.popleft()
                pieces += (CALL.pack(reference._id, len(body)), body)
                size += len(body)
                count += 1
                counted += reference._size
            self._count_sent(count, counted, size)
            self._write(_frame(b"S", struct.pack(">IH", shape, len(code)), code, *pieces))

    def _send_large(self, shape, code, reference, body) -> None:
        self._count_sent(1, reference._size, len(body))
        digest, view = hashlib.sha256(body).digest(), memoryview(body)
        for offset in range(0, len(body), PART):
            self._write(_frame(b"K", digest, struct.pack(">QQ", offset, len(body)), view[offset:offset + PART]))
        self._write(_frame(b"E", digest, struct.pack(">IH", shape, len(code)), code, struct.pack(">Q", reference._id)))

    def _count_sent(self, count, size, released) -> None:
        self.sent = (self.sent[0] + count, self.sent[1] + size)
        self.held[1] += released
        if self.watchers and self.held[0] > MOST_HELD // 2:
            self._tell()

    def _send(self, kind: bytes, content: bytes) -> None:
        with self.sending:
            self._write(_frame(kind, content))

    def _write(self, frame: bytes) -> None:
        """All of it; that the bridge is gone is told by what waits."""
        data = memoryview(frame)
        try:
            while data:
                data = data[os.write(self.sink, data):]
        except OSError:
            self._lost()

    # ------------------------------------------------------------------------------------------------ from the bridge

    def _hear(self) -> None:
        take = {b"R": self._results, b"G": self._begun, b"B": self._part, b"O": self._on_open, b"P": self._answer, b"D": self._answer,
                b"F": self._answer, b"L": self._printed, b"N": self._noticed, b"W": self._on_warm, b"X": self._refused}
        try:
            for kind, content in _frames(self.source):
                take[kind](kind, content)
        except OSError:
            pass  # it was closed, here
        except Exception as error:
            self.last_words.append(f"what the bridge said cannot be read: {_text(error)}")
        self._lost()

    def _results(self, kind, content) -> None:
        worker, place = _named(content)
        read, head, size = RESULT.unpack_from, RESULT.size, len(content)
        count = freed = 0
        while place < size:
            number, end, _, length = read(content, place)
            place += head
            reference = self.waiting.pop(number, None)
            if length < 0:
                body = self.parts.pop(number, b"")
            else:
                body = content[place:place + length]
                place += length
            if reference is not None:
                count += 1
                freed += reference._size
                self._end(reference, end, body, worker)
        self.over = (self.over[0] + count, self.over[1] + freed)
        self._tell()
        if self.outbox:
            self.room.set()

    def _begun(self, kind, content) -> None:
        worker, place = _named(content)
        for (number,) in struct.iter_unpack(">Q", content[place:]):
            reference = self.waiting.get(number)
            if reference is not None and reference._end is None:
                reference._worker = worker or None

    def _send_on(self) -> None:
        """Sends what had to wait for room; who hears the bridge must not wait for it to listen."""
        while self.problem is None:
            self.room.wait()
            self.room.clear()
            self._flush()

    @staticmethod
    def _end(reference, end, content, worker) -> None:
        if reference._end is None:
            reference._content, reference._worker = content, worker or reference._worker
            reference._end = end

    def _part(self, kind, content) -> None:
        number, offset, size = PIECE.unpack_from(content)
        if offset == 0:
            self.parts[number] = bytearray(size)
        self.parts[number][offset:offset + len(content) - PIECE.size] = memoryview(content)[PIECE.size:]

    def _on_open(self, kind, content) -> None:
        opened = json.loads(content)
        self.most_calls, self.most_bytes = opened.get("tasks", 10_000), opened.get("bytes", 16 << 20)
        self.opened = opened
        self._tell()

    def _on_warm(self, kind, content) -> None:
        self.warm = True
        self._tell()

    def _answer(self, kind, content) -> None:
        parts = self.answers.get(struct.unpack_from(">Q", content)[0])
        if parts is not None:
            parts.append((kind, content[8:]))
            self._tell()

    def _printed(self, kind, content) -> None:
        sys.stderr.write(content.decode(errors="replace"))
        sys.stderr.flush()

    def _noticed(self, kind, content) -> None:
        sys.stderr.write(f"attune: {content.decode(errors='replace')}\n")
        sys.stderr.flush()

    def _refused(self, kind, content) -> None:
        self.problem = content.decode()
        self._tell()

    def _keep_words(self) -> None:
        for line in self.bridge.stderr:
            text = line.decode(errors="replace").rstrip()
            self.last_words.append(text)
            if self.opened:
                print(text, file=sys.stderr)

    def _lost(self) -> None:
        if self.problem is None:
            self.problem = "the bridge to the cluster has ended"
            try:
                self.problem += f" (exit {self.bridge.wait(2)})"
            except subprocess.TimeoutExpired:
                pass
            if self.last_words:
                self.problem += ": " + " / ".join(self.last_words)
        self._tell()

    def _tell(self) -> None:
        if self.problem is not None:
            self.room.set()
        if self.watchers:
            with self.changed:
                self.changed.notify_all()

    # ------------------------------------------------------------------------------------------------ waiting

    def await_one(self, reference, deadline) -> bool:
        self._await(lambda: reference._end is not None, deadline)
        if reference._end is None and self.pid != os.getpid() or self.problem and reference._end is None:
            self._check()
        return reference._end is not None

    def await_any(self, items, count, deadline) -> None:
        self._await(lambda: sum(item._end is not None for item in items) >= count, deadline)
        if self.problem and sum(item._end is not None for item in items) < count:
            self._check()

    def _await(self, condition, deadline) -> None:
        if self.pid != os.getpid() or condition():
            return
        with self.changed:
            self.watchers += 1
            try:
                while not condition() and self.problem is None:
                    left = None if deadline is None else deadline - time.monotonic()
                    if left is not None and left <= 0:
                        return
                    self.changed.wait(left)
            finally:
                self.watchers -= 1

    def _await_open(self) -> None:
        self._await(lambda: self.opened is not None, time.monotonic() + PATIENCE)
        self._check()
        if self.opened is None:
            raise ClusterError(f"the bridge to {self.folder} has not opened a session within {PATIENCE:g} s. "
                               "Does 'attune nodes' answer?")
        self._await(lambda: self.warm, time.monotonic() + WARM)

    def _rehearse(self, shape) -> None:
        """Each place does nothing, some times: so the first calls of the program find their way there and back prepared."""
        resources = shape["resources"]
        if "gpu" in resources or not resources["cpu"]:
            return
        places = sum(int(node["cpu"] / resources["cpu"] + 1e-6) for node in self.ask({"nodes": {"why": False}}))
        nothing = RemoteFunction(_nothing, {**shape, "millis": 0}, f"{__name__}:{_nothing.__name__}")
        until = time.monotonic() + REHEARSAL
        for _ in range(REHEARSALS):
            calls = self.submit(nothing, [nothing._pickled((), {})] * min(places, MOST_REHEARSED))
            self.await_any(calls, len(calls), until)
            if any(not call.done() for call in calls):
                self.cancel([call for call in calls if not call.done() and call.worker is None])
                return

    def _check(self) -> None:
        if self.pid != os.getpid():
            raise ClusterError("this process was forked from the one that called attune.init(), whose session it cannot share. "
                               "Call attune.init() here, too.")
        if self.problem is not None:
            raise ClusterError(self.problem)

    def close(self) -> None:
        """Ends the session. What waits for a result is told so."""
        if self.pid != os.getpid():
            return
        if self.problem is None:
            self.problem = "the session is closed. Maybe attune.init() again?"
        try:
            self.bridge.stdin.close()
        except OSError:
            pass
        try:
            self.bridge.wait(5)
        except subprocess.TimeoutExpired:
            self.bridge.kill()
            self.bridge.wait()
        self._tell()

    def after_fork(self) -> None:
        """In the child: lets go of the pipes, so that the bridge sees this session's end when the parent ends."""
        for pipe in (self.source, self.sink):
            try:
                os.close(pipe)
            except OSError:
                pass
        null = os.open(os.devnull, os.O_RDWR)
        for pipe in (self.source, self.sink):  # their numbers must not become somebody else's
            if pipe != null:
                os.dup2(null, pipe, inheritable=False)
        self.changed, self.watchers = threading.Condition(), 0


def _frames(source: int):
    """The frames of a pipe, letter and content, as they come; ends with the pipe."""
    have = bytearray()
    while True:
        place = 0
        while len(have) - place >= 4:
            (length,) = LENGTH.unpack_from(have, place)
            if len(have) - place - 4 < length:
                break
            with memoryview(have) as view:
                content = bytes(view[place + 5:place + 4 + length])
            yield bytes(have[place + 4:place + 5]), content
            place += 4 + length
        del have[:place]
        piece = os.read(source, FULL_FRAME)
        if not piece:
            return
        have += piece


def _named(content: bytes) -> tuple:
    """The name with which a frame begins, and where it goes on."""
    end = 2 + struct.unpack_from(">H", content)[0]
    return content[2:end].decode(), end


LENGTH, CALL, RESULT, PIECE = struct.Struct(">I"), struct.Struct(">Qi"), struct.Struct(">QBqi"), struct.Struct(">QQQ")
_known: list = []
_session: Session | None = None
_opening = threading.Lock()


def _current() -> Session:
    session = _session
    if session is not None and session.pid == os.getpid():
        return session
    _refuse_on_worker("A remote function")
    if session is not None:
        session._check()
    return init()


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


def _nothing() -> None:
    """What places do to be prepared; so long that each of them gets some of it."""
    time.sleep(0.01)


def _by_value(function, shape) -> RemoteFunction:
    """A remote function that another takes along."""
    return RemoteFunction(function, shape, "")


def _script() -> str | None:
    """The file of `__main__`; None in a prompt or notebook."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return os.path.abspath(file) if file and os.path.isfile(file) else None


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


# --------------------------------------------------------------------------------------------------------------- the bridge


def _cluster_folder(cluster) -> Path:
    return Path(os.path.abspath(os.path.expanduser(cluster or os.environ.get("ATTUNE_CLUSTER") or "~/.attune/cluster")))


def _program(chosen) -> list:
    """The command that runs Attune."""
    if chosen is not None:
        if isinstance(chosen, (list, tuple)):
            return [os.fspath(word) for word in chosen]
        found = shutil.which(os.path.expanduser(os.fspath(chosen)))
        if not found:
            raise ClusterError(f"program is {os.fspath(chosen)!r}, but there is no such program.")
        return [found]
    here = Path(__file__).absolute().parent
    called = os.environ.get("ATTUNE_CALLED")
    for candidate in (called, "attune", here / "attune", here.parent / "attune", here.parent / "cli" / "target" / "attune"):
        found = candidate and shutil.which(candidate)
        if found:
            return [found]
    raise ClusterError("the program 'attune', the bridge to the cluster, was not found: neither on the PATH nor around "
                       f"{here}. Put it on the PATH, set ATTUNE_CALLED to it, or write attune.init(program=...).")


def _start(program: list, folder: Path):
    try:
        return subprocess.Popen([*program, "bridge", "--cluster", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, start_new_session=True, bufsize=0)
    except OSError as error:
        raise ClusterError(f"{program[0]} cannot be run: {error.strerror}.") from None


def _widen(pipe: int) -> None:
    try:
        import fcntl
        fcntl.fcntl(pipe, 1031, FULL_FRAME)  # F_SETPIPE_SZ
    except OSError:
        pass  # it stays as it is


def _frame(kind: bytes, *pieces) -> bytes:
    content = b"".join(pieces)
    return struct.pack(">Ic", 1 + len(content), kind) + content


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


def _deadline(timeout):
    return None if timeout is None else time.monotonic() + timeout


def _text(error) -> str:
    return f"{type(error).__name__}: {error}"


def _size(count) -> str:
    return f"{count / (1 << 20):.0f} MB"
