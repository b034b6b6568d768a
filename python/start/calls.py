"""Runs remote functions in one slot of a worker, one after the other. Run by Attune; not meant for people.

Descriptor 3 brings frames: four bytes of length, then content. The first is the session's settings as JSON (`_options` of
attune_cluster.py), each further one a batch: the length of MODULE:NAME (or of a function as cloudpickle has it), that, and of each call its id, length and pickled
arguments. Descriptor 4 takes of each call: id, how it ended, microseconds, length and the pickled result; for an error, a pickle
of the exception, itself pickled, and its traceback as text. SIGURG asks for the calls that have not begun: they are returned.
"""

import os
import sys

_ = [os.environ.pop(name, None) for name in ("ATTUNE_TRIAL", "ATTUNE_ATTEMPT", "ATTUNE_PIPES")]  # this is no trial

import collections
import hashlib
import importlib
import importlib.util
import json
import pickle
import signal
import struct
import time
import traceback

VALUE, ERROR, RETURNED = 0, 1, 5
CALL = struct.Struct(">QI")
END = struct.Struct(">QBqi")
ROOM = 1 << 20
MOST_FUNCTIONS = 256  # that are kept: one sent by value is another whenever what it uses has changed
CALLS, ENDS = 3, 4
STEMS = (os.path.abspath(__file__), "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")


class Slot:
    def __init__(self):
        self.unread = bytearray()
        self.waiting = collections.deque()
        self.functions = {}
        self.settings = {}
        self.busy = False
        self.pid = os.getpid()
        self.worker = os.environ.get("ATTUNE_WORKER_NAME", "the worker")
        self.unusable = None
        self.script = None

    def serve(self):
        settings = self.receive()
        if settings is None:
            return
        self.open(json.loads(bytes(settings)))
        signal.signal(signal.SIGURG, self.give_back)
        signal.siginterrupt(signal.SIGURG, False)
        self.tell(0, VALUE, 0, b"")  # ready
        while True:
            if not self.waiting:
                batch = self.receive()
                if batch is None:
                    return
                self.take(batch)
            self.run(*self.waiting.popleft())

    # ------------------------------------------------------------------------------------------------ the pipes

    def receive(self):
        """The next frame; None when there will be none."""
        unread = self.unread
        while len(unread) < 4:
            piece = os.read(CALLS, 65536)
            if not piece:
                return None
            unread += piece
        length = 4 + struct.unpack_from(">I", unread)[0]
        if length > ROOM:
            return self.receive_large(length)
        while len(unread) < length:
            piece = os.read(CALLS, 65536)
            if not piece:
                return None
            unread += piece
        frame = bytes(memoryview(unread)[4:length])
        del unread[:length]
        return frame

    def receive_large(self, length):
        frame = bytearray(length)
        place = min(len(self.unread), length)
        frame[:place] = self.unread[:place]
        del self.unread[:place]
        with memoryview(frame) as view:
            while place < length:
                got = os.readv(CALLS, [view[place:]])
                if not got:
                    return None
                place += got
        return memoryview(frame)[4:]

    def take(self, batch):
        (named,), place = struct.unpack_from(">H", batch), 2
        code = bytes(batch[place:place + named])
        place += named
        while place < len(batch):
            number, length = CALL.unpack_from(batch, place)
            place += CALL.size
            self.waiting.append((number, code, batch[place:place + length]))
            place += length

    def tell(self, number, end, micros, content):
        head = END.pack(number, end, micros, len(content))
        data = head + content if len(content) < 65536 else None
        if data is None:
            write_all(head)
            data = content
        write_all(data)

    def give_back(self, *_):
        """What the pipe holds is not given back, but there is only one batch at a time."""
        if self.busy and os.getpid() == self.pid:
            while self.waiting:
                self.tell(self.waiting.pop()[0], RETURNED, 0, b"")

    # ------------------------------------------------------------------------------------------------ calls

    def run(self, number, code, body):
        began = time.perf_counter_ns()
        end, content = ERROR, b""
        try:
            function = self.functions.get(code) or self.find(code)
            args, kwargs = self.read(body)
            self.busy = True
            try:
                value = function(*args, **kwargs)
            finally:
                self.busy = False
            end, content = VALUE, self.pickled(function, value)
        except BaseException as error:
            end, content = ERROR, self.failure(error)
        self.tell(number, end, (time.perf_counter_ns() - began) // 1000, content)

    def read(self, body):
        try:
            return pickle.loads(body)
        except AttributeError:
            if not self.settings.get("script") or self.script:
                raise
            self.import_script()  # a class of the driver's script, in a call of another module's function
            return pickle.loads(body)

    def pickled(self, function, value):
        try:
            content = packed(value)
        except Exception as error:
            raise TypeError(f"the result of {function.__name__}, of the type {type(value).__name__}, cannot be sent: "
                            f"{type(error).__name__}: {error}. Return what it is made of instead, such as numbers or a path."
                            ) from error
        if len(content) > attune_cluster.LARGEST:
            raise ValueError(f"the result of {function.__name__} is {len(content) / (1 << 20):.0f} MB, but at most "
                             f"{attune_cluster.LARGEST >> 20} MB are sent. Maybe write it to a shared folder, and return the path?")
        return content

    def failure(self, error):
        trace = text_of(error)
        if isinstance(error, SystemExit):
            told = f"the function called sys.exit({error.code!r}), which would end the process of other tasks too. Return instead."
        elif not isinstance(error, Exception) and not isinstance(error, KeyboardInterrupt):
            told = f"{type(error).__name__}: {error}"
        else:
            told = None
        try:
            told = told or whole(error)
        except Exception:
            told = as_written(f"{type(error).__module__}.{type(error).__qualname__}: {error} (the exception itself cannot be sent)")
        return pickle.dumps((told, trace), 5)

    # ------------------------------------------------------------------------------------------------ functions

    def open(self, settings):
        self.settings = settings
        version = tuple(settings["version"])
        if version != sys.version_info[:2]:
            self.unusable = (f"{self.worker} has Python {'.'.join(map(str, sys.version_info[:3]))} ({sys.executable}), but the program "
                             f"that calls runs Python {'.'.join(map(str, version))} ({settings['python']}): functions and values "
                             "of one are not safe in the other. Put its environment on a folder that both see, or set "
                             "ATTUNE_PYTHON for the worker to a Python of that version.")
            return
        if os.path.isdir(settings["folder"]):
            os.chdir(settings["folder"])
        sys.path[:] = list(dict.fromkeys([*OWN, *(entry for entry in settings["path"] if os.path.exists(entry)), *sys.path]))
        for code in settings.get("preload", ()):
            try:
                self.find(code.encode())
            except BaseException:  # the call will tell
                self.script = None

    def find(self, code):
        if self.unusable:
            raise attune_cluster.RemoteError(self.unusable)
        if len(self.functions) >= MOST_FUNCTIONS:
            self.functions.clear()
        self.functions[code] = function = self.unpack(code) if code.startswith(attune_cluster.PICKLED) else self.look_up(code.decode())
        return function

    def unpack(self, code):
        """A function that came by value."""
        if not attune_cluster._cloudpickle():
            raise ModuleNotFoundError(f"the function came as cloudpickle packs it, which {self.worker} does not have. Install it there: "
                                      f"{sys.executable} -m pip install cloudpickle", name="cloudpickle")
        try:
            return pickle.loads(code)
        except ModuleNotFoundError as error:
            raise self.missing(error.name) from error

    def look_up(self, code):
        name, _, path = code.partition(":")
        found = module = self.import_script() if name == "__main__" else self.import_module(name)
        for part in path.split("."):
            found = getattr(found, part, None)
            if found is None:
                raise AttributeError(f"there is no function {path} in {module.__file__} of {self.worker}. "
                                     "Maybe that file differs from the one here, or defines it only under a condition?")
        return getattr(found, "__wrapped__", found) if isinstance(found, attune_cluster.RemoteFunction) else found

    def import_module(self, name):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name and (name == error.name or name.startswith(error.name + ".")):
                raise self.missing(name) from error
            raise

    def missing(self, name):
        return ModuleNotFoundError(
            f"{self.worker} has no module '{name}': it was looked for in {', '.join(self.settings['path'])}, as far as these "
            "are there. Workers need to see the same files; maybe put them into a shared folder.", name=name)

    def import_script(self):
        """The script that calls, as a module that is not `__main__`, and under that name too for what was pickled there."""
        if self.script:
            return self.script
        path = self.settings.get("script")
        if not path or not os.path.isfile(path):
            raise FileNotFoundError(f"{self.worker} does not see {path or 'the script'}, which defines the function. "
                                    "Put it into a folder that all workers share.")
        with open(path, "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != self.settings["hash"]:
                raise ImportError(f"{path} on {self.worker} is not the file that calls: it has changed since, or that machine has "
                                  "another one there. Start the program again, or put it into a folder that all share.")
        spec = importlib.util.spec_from_file_location(attune_cluster.MAIN, path)
        module = importlib.util.module_from_spec(spec)
        if self.settings.get("package"):
            module.__package__ = self.settings["package"]
        before = sys.modules["__main__"]
        sys.modules[attune_cluster.MAIN] = sys.modules["__main__"] = module
        sys.argv[:] = self.settings.get("argv", [path])
        try:
            spec.loader.exec_module(module)
        except BaseException:
            sys.modules["__main__"] = before
            del sys.modules[attune_cluster.MAIN]
            raise
        kept.append(before)
        self.script = module
        return module


def packed(value):
    """Pickled; what classes of a notebook made only cloudpickle can."""
    try:
        return pickle.dumps(value, 5)
    except Exception:
        if "cloudpickle" not in sys.modules:
            raise
        return sys.modules["cloudpickle"].dumps(value, 5)


def whole(error):
    """The exception pickled, if it can be read again."""
    content = packed(error)
    again = pickle.loads(content)
    if type(again) is not type(error) or str(again) != str(error):
        raise TypeError("it is not the same when it is read")
    return content


def text_of(error):
    trace = error.__traceback__
    while trace and trace.tb_next and trace.tb_frame.f_code.co_filename in STEMS:
        trace = trace.tb_next
    return as_written("".join(traceback.format_exception(type(error), error, trace)))


def as_written(text):
    """Classes of the script are called as the script calls them."""
    return text.replace(f"{attune_cluster.MAIN}.", "")


def write_all(data):
    with memoryview(data) as view:
        place = 0
        while place < len(view):
            place += os.write(ENDS, view[place:])


def let_go():
    """A child of a task must not hold the pipes."""
    for descriptor in (CALLS, ENDS):
        try:
            os.close(descriptor)
        except OSError:
            pass


kept = []
OWN = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
sys.path[0] = OWN[0]

import attune_cluster

attune_cluster.on_worker = True

if __name__ == "__main__":
    for descriptor in (CALLS, ENDS):
        os.set_inheritable(descriptor, False)
    for pipe in (CALLS, ENDS):
        attune_cluster._widen(pipe)
    os.register_at_fork(after_in_child=let_go)
    sys.argv[:] = [""]
    try:
        Slot().serve()
    except BrokenPipeError:
        pass  # the worker is gone
