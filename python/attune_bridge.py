"""The way to the cluster of a program that calls remote functions: a session, which `attune.init` opens. Calls nothing, and knows of functions and results only what is sent of them.

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

import collections
import hashlib
import itertools
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import attune_cluster
from attune_cluster import CANCELLED, ClusterError, Reference, RemoteFunction, _text, _widen

READ = 1 << 16  # bytes at once; for more the system has to find fresh memory each time
PART = 1 << 18  # bytes of arguments that are sent at once; more go in parts
MOST_HELD = 256 << 20  # bytes that wait to be sent; who has more waits
MOST_CALLS = 1000  # of a frame
PATIENCE = 120.0  # seconds until the bridge has opened its session; building Attune on first use is not counted
WARM = 10.0  # seconds that are then waited for the workers' processes to be ready
KNOCK = 10.0  # seconds until a bridge beside this program has its pipes
LENGTH, CALL, RESULT, PIECE = struct.Struct(">I"), struct.Struct(">Qi"), struct.Struct(">QBqi"), struct.Struct(">QQQ")


class Session:
    """A way to the cluster: the bridge, what was sent through it and what came back. Safe for use by many threads."""

    def __init__(self, folder: Path, program, opening: dict):
        """Opens it. `program`: see `attune.init`; `opening`: what the head and the workers are told of it."""
        self.folder = folder
        self.pid = os.getpid()
        self.shapes, self.numbers, self.questions = {}, itertools.count(1), itertools.count(1)
        self.waiting, self.answers, self.parts = {}, {}, {}
        self.outbox, self.sending = collections.deque(), threading.Lock()
        self.changed, self.watchers, self.room = threading.Condition(), 0, threading.Event()
        self.problem, self.opened, self.warm = None, None, False
        self.sent, self.over, self.held = (0, 0), (0, 0), [0, 0]
        self.most_calls, self.most_bytes = 1, 1
        self.last_words = collections.deque(maxlen=20)
        self.bridge = (_beside(folder) if program is None else None) or _start(_program(program), folder)
        self.source, self.sink = self.bridge.stdout.fileno(), self.bridge.stdin.fileno()
        for pipe in (self.source, self.sink):
            _widen(pipe)
        threading.Thread(target=self._hear, name="attune-bridge", daemon=True).start()
        threading.Thread(target=self._send_on, name="attune-bridge-calls", daemon=True).start()
        self.words = threading.Thread(target=self._keep_words, name="attune-bridge-words", daemon=True)
        self.words.start()
        try:
            self._send(b"O", json.dumps(opening).encode())
            self._await_open()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        attune_cluster.shutdown()

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
            problem = "the bridge to the cluster has ended"
            try:
                code = self.bridge.wait(2)
                problem += "" if code is None else f" (exit {code})"
            except subprocess.TimeoutExpired:
                pass
            # What it started may hold its pipe open.
            self.words.join(2)
            if self.last_words:
                problem += ": " + " / ".join(self.last_words)
            # At once and whole: others look at it all the time.
            self.problem = problem
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
        piece = os.read(source, READ)
        if not piece:
            return
        have += piece


def _named(content: bytes) -> tuple:
    """The name with which a frame begins, and where it goes on."""
    end = 2 + struct.unpack_from(">H", content)[0]
    return content[2:end].decode(), end


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


class _Beside:
    """A bridge in the process that has the cluster for this program alone: no process has to start for it."""

    stderr = ()  # what goes wrong is told through its pipe

    def __init__(self, stdin, stdout):
        self.stdin, self.stdout = stdin, stdout

    def wait(self, timeout=None):
        return None  # it ends with its pipes

    kill = wait


def _beside(folder: Path):
    """The bridge at whose door it can be had (`BridgeDoor`), if the cluster has one on this machine."""
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(KNOCK)
            door.connect(str(folder / "bridge"))
            return _let_in(door)
    except (OSError, AttributeError):
        return None  # on another machine, in a container, or where there are no such sockets


def _let_in(door):
    (calls, calls_in), (results, results_in) = os.pipe(), os.pipe()
    bridge, opened = _Beside(open(calls_in, "wb", 0), open(results, "rb", 0)), b""
    try:
        names = (f"{pipe} {os.fstat(pipe).st_ino}" for pipe in (calls, results_in))
        door.sendall(f"{os.getpid()} {' '.join(names)}\n".encode())
        opened = door.recv(1)
    finally:
        os.close(calls)
        os.close(results_in)
        if not opened:
            bridge.stdin.close()
            bridge.stdout.close()
    return bridge if opened else None


def _frame(kind: bytes, *pieces) -> bytes:
    content = b"".join(pieces)
    return struct.pack(">Ic", 1 + len(content), kind) + content
