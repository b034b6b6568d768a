"""Attune's client for Python: one file, the standard library only, Python 3.9 or newer.

In a training program::

    import attune

    config = attune.config(lr=0.01)                  # the defaults count when the program runs alone
    for epoch in range(attune.trial().step + 1, 28):
        loss = train_one_epoch(config["lr"])
        attune.report(step=epoch, mean_loss=loss)    # ends the program when the scheduler says so

After a study, ``attune.load("my-study").dataframe()`` gives its trials. Remote functions (``attune.init``, ``@attune.remote``,
``attune.get``) are in ``attune_cluster.py`` and ``attune_bridge.py``, which belong beside this file and are imported when one of
them is used.

As a program, ``python attune.py FILE:FUNCTION [NAME=VALUE]...`` calls a function with the configuration as a dict and reports
what it returns: a number is the objective's metric, a dict a set of metrics, None nothing. ``NAME=VALUE`` sets a parameter, for
trying a function alone; a dot leads into a group (``adam.beta=0.9``). Exit codes:

    0  the function returned, or was told to pause or stop
    1  the function, or the loading of its file, raised an exception: its traceback is on standard error
    2  there was nothing to call: no such file or function, or one that does not take exactly the configuration
"""

from __future__ import annotations

import difflib
import functools
import importlib.util
import inspect
import json
import math
import operator
import os
import shutil
import stat
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

__all__ = ["Ended", "Study", "Trial", "checkpoint", "config", "load", "report", "save_dir", "trial"]


_OF_THE_CLUSTER = ("ClusterError", "Reference", "RemoteError", "TaskCancelled", "TaskLate", "TaskLost",
                   "TaskRefused", "cancel", "get", "init", "node", "nodes", "remote", "shutdown", "wait", "why")


def __getattr__(name):
    if name not in _OF_THE_CLUSTER:
        raise AttributeError(f"module 'attune' has no attribute '{name}'")
    try:
        import attune_cluster
    except ModuleNotFoundError:
        raise ModuleNotFoundError(f"attune.{name} is in attune_cluster.py, which was not found. Copy it beside {__file__}.",
                                  name="attune_cluster") from None
    return getattr(attune_cluster, name)


def __dir__():
    return [*globals(), *_OF_THE_CLUSTER]


class Ended(SystemExit):
    """The trial's end, raised by `report`. It passes `except Exception` and ends a script with exit code 0.

    `reason` is "pause", "stop", or "gone" when nobody listens to this trial any more."""

    def __init__(self, reason: str):
        super().__init__(0)
        self.reason = reason


# ---------------------------------------------------------------------------------------------------------- in a trial


def report(metrics: Mapping | None = None, /, *, step: int | None = None, checkpoint=None, **named) -> None:
    """Tells the metrics of one step, and returns when they are safely recorded.

    Metrics are numbers, by keyword or in a dict (`report({"val/loss": 0.3})`). `step` counts from 1; without it, each report is
    one step. `checkpoint` is a folder or file to keep: it is moved, and `attune.checkpoint()` is its new place from then on.
    Raises `Ended` when the trial is to pause or stop; in a thread other than the main one that ends only the thread.
    Without Attune it prints the metrics."""
    if metrics is not None and not isinstance(metrics, Mapping):
        raise TypeError(f"report takes a dict or keywords, but got {_brief(metrics)} ({type(metrics).__name__}). "
                        "Write report(step=3, mean_loss=0.12) or report({'mean_loss': 0.12}, step=3).")
    values = {**(metrics or {}), **named}
    step = values.pop("step", None) if step is None else step
    checkpoint = values.pop("checkpoint", None) if checkpoint is None else checkpoint
    if not values and checkpoint is None:
        raise TypeError("report needs at least one metric, such as report(mean_loss=0.12).")
    trial()._report(
        {name: _number(name, value) for name, value in values.items()},
        None if step is None else _step(step),
        None if checkpoint is None else _existing(checkpoint))


def config(**defaults) -> dict:
    """The configuration of this trial; the defaults fill in what it does not set."""
    return {**defaults, **json.loads(os.environ.get("ATTUNE_CONFIG") or "{}")}


def checkpoint() -> Path | None:
    """The folder to start from: the last checkpoint of this trial, or None on a fresh start."""
    return trial()._checkpoint


def save_dir() -> Path:
    """A new, empty folder to save a checkpoint in. Without Attune it is temporary, and removed at exit."""
    return Path(tempfile.mkdtemp(prefix="save-", dir=trial()._save_root()))


@functools.lru_cache(maxsize=None)
def trial() -> Trial:
    """This trial: who it is and what it was given."""
    return Trial()


def _offer_stacks() -> None:
    """Lets `attune stack` ask where this process is: by a signal that nobody else uses, told in memory that is Attune's alone."""
    try:
        import faulthandler
        import signal
        number = signal.SIGRTMIN + 11
        memory = os.memfd_create("attune-stack")
        faulthandler.register(number, file=memory, all_threads=True, chain=False)
        os.write(memory, b"%d\n" % number)
    except (ImportError, AttributeError, OSError, RuntimeError, ValueError):
        pass  # not on this system


class Trial:
    """What the environment says of this trial; what it does not say is None (`resources` empty), and alone `is_attached` is false.

    `step` is the step of the last report, at first the step of the checkpoint (0 on a fresh start): the next one is `step + 1`.
    `until` is the step at which the scheduler looks at the trial next; `resources` is like `{"cpu": 2, "gpu": 1}`; `metric` is
    the name of the objective's metric."""

    def __init__(self):
        get = os.environ.get
        whole = lambda name: int(get(name)) if get(name) else None
        self.study, self.metric = get("ATTUNE_STUDY"), get("ATTUNE_METRIC")
        self.id, self.attempt, self.until = whole("ATTUNE_TRIAL"), whole("ATTUNE_ATTEMPT"), whole("ATTUNE_UNTIL")
        self.step = whole("ATTUNE_STEP") or 0
        self.resources = json.loads(get("ATTUNE_RESOURCES") or "{}")
        self.is_attached = self.id is not None
        self._checkpoint = Path(get("ATTUNE_CHECKPOINT")) if get("ATTUNE_CHECKPOINT") else None
        self._temporary = None
        self._channel = _Channel() if get("ATTUNE_PIPES") else None
        self._ended = None
        self._lock = threading.Lock()

    def __repr__(self):
        return f"Trial({', '.join(f'{k}={v!r}' for k, v in vars(self).items() if k[0] != '_')})"

    def _report(self, metrics: dict, step: int | None, checkpoint: Path | None) -> None:
        with self._lock:
            if self._ended:
                raise Ended(self._ended)
            answer = self._tell(metrics, step, checkpoint)
            if "error" in answer:
                raise ValueError(f"Attune did not take the report: {answer['error']}")
            self.step = self.step + 1 if step is None else step
            self.until = answer.get("until", self.until)
            if answer.get("checkpoint"):
                self._checkpoint = Path(answer["checkpoint"])
            if answer.get("do") in ("pause", "stop", "gone"):
                self._ended = answer["do"]
                raise Ended(self._ended)

    def _tell(self, metrics: dict, step: int | None, checkpoint: Path | None) -> dict:
        message = {} if step is None else {"step": step}
        place = {} if checkpoint is None else {"checkpoint": str(checkpoint)}
        if not self.is_attached:
            print(f"step {step or self.step + 1}:", *(f"{k}={float(v):.6g}" for k, v in metrics.items()), flush=True)
            return {} if checkpoint is None else {"checkpoint": self._keep(checkpoint)}
        if self._channel and self._channel.open():
            return self._channel.ask({**message, "metrics": metrics, **place})
        print("attune:", json.dumps({**message, **metrics, **place}), flush=True)
        return {}

    def _save_root(self) -> str:
        if os.environ.get("ATTUNE_SAVE"):
            return os.environ["ATTUNE_SAVE"]
        self._temporary = self._temporary or tempfile.TemporaryDirectory(prefix="attune-")
        return self._temporary.name

    def _keep(self, checkpoint: Path) -> Path:
        """Without Attune: the new checkpoint takes the place of a temporary one before it."""
        folder, before = checkpoint if checkpoint.is_dir() else checkpoint.parent, self._checkpoint
        if self._temporary and before and before != folder and Path(self._temporary.name) == before.parent:
            shutil.rmtree(before, ignore_errors=True)
        return folder

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        if self._channel:
            self._channel.close()


def _number(name, value):
    """A metric as JSON has it: an int, a float, or the text of what JSON lacks."""
    if not isinstance(name, str):
        raise TypeError(f"the name of a metric must be text, but got {name!r} ({type(name).__name__}).")
    try:
        number = value.item() if hasattr(value, "item") else value
        number = int(number) if isinstance(number, int) else float(number) if hasattr(number, "__float__") else None
        finite = number is not None and math.isfinite(number)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        number = None
    if number is None:
        hint = ("Convert it with float(...) if it is a number." if isinstance(value, str) else
                "Leave it out of this report." if value is None else
                "Report one number, such as its mean, or each item as a metric of its own.")
        raise TypeError(f"metric '{name}' must be a number, but got {_brief(value)} ({type(value).__name__}). {hint}")
    if finite:
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _brief(value) -> str:
    """The value on one line; a tensor's text may have many, and a huge integer may have none."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # whatever the user's class does
        return "something"
    return text if len(text) <= 100 else text[:100] + "..."


def _step(step) -> int:
    try:
        whole = operator.index(step) if not isinstance(step, bool) else None
    except TypeError:
        whole = None
    if whole is None:
        raise TypeError(f"step must be an integer, but got {_brief(step)} ({type(step).__name__}). Maybe int(step)?")
    if whole < 1:
        raise ValueError(f"step must be at least 1, but got {whole}. Steps count from 1: maybe step + 1?")
    return whole


def _existing(path) -> Path:
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"checkpoint must be the path of a folder or file, but got {_brief(path)} ({type(path).__name__}).")
    path = Path(os.path.abspath(path))
    if not path.exists():
        raise FileNotFoundError(f"there is no checkpoint at {path}. Save it before it is reported.")
    return path


# ---------------------------------------------------------------------------------------------------------- the channel


class _Channel:
    """The two pipes that the trial was born with: reports go up, answers come down, a JSON object a line.

    They are descriptors 3 and 4, unless a parent closed those; then they are found by their inodes. A child of this process
    must not hold them by accident, so they are closed on exec and after a fork."""

    def __init__(self):
        self.answers, self.reports = (int(inode) for inode in os.environ["ATTUNE_PIPES"].split())
        self.source = self.sink = None
        self.seq, self.unread = 0, b""
        if _is_pipe("/proc/self/fd/3", self.answers) and _is_pipe("/proc/self/fd/4", self.reports):
            self._hold(3, 4)

    def _hold(self, source: int, sink: int) -> None:
        os.set_inheritable(source, False)
        os.set_inheritable(sink, False)
        self.source, self.sink = source, sink

    def open(self) -> bool:
        if self.source is not None and not self._is_whole():
            self.source = self.sink = None  # the program closed them, and they may be files of its own by now
        if self.source is None:
            source, sink = _find_pipe(self.answers, stat.S_IRUSR), _find_pipe(self.reports, stat.S_IWUSR)
            if source and sink:
                self._hold(os.open(source, os.O_RDONLY), os.open(sink, os.O_WRONLY))
        return self.source is not None

    def _is_whole(self) -> bool:
        return (_is_pipe(f"/proc/self/fd/{self.source}", self.answers)
                and _is_pipe(f"/proc/self/fd/{self.sink}", self.reports))

    def close(self) -> None:
        if self.source is not None:
            os.close(self.source)
            os.close(self.sink)
            self.source = self.sink = None

    def ask(self, message: dict) -> dict:
        self.seq += 1
        line = json.dumps({"seq": self.seq, **message}).encode() + b"\n"
        try:
            while line:
                line = line[os.write(self.sink, line):]
        except BrokenPipeError:
            return {"do": "gone"}
        while True:
            while b"\n" not in self.unread:
                piece = os.read(self.source, 65536)
                if not piece:
                    return {"do": "gone"}
                self.unread += piece
            answer, _, self.unread = self.unread.partition(b"\n")
            answer = json.loads(answer)
            if answer.get("seq") == self.seq:  # an older one answers a report that an exception interrupted
                return answer


def _is_pipe(path: str, inode: int) -> bool:
    try:
        return os.readlink(path) == f"pipe:[{inode}]"
    except OSError:
        return False


def _find_pipe(inode: int, end: int) -> str | None:
    """In this process or an ancestor: a launcher such as torchrun closes the pipes for its children, and keeps them itself.

    Attune itself, an ancestor too, holds the other end of each."""
    pid = os.getpid()
    while pid > 1:
        folder = f"/proc/{pid}/fd"
        try:
            for name in os.listdir(folder):
                if _is_pipe(f"{folder}/{name}", inode) and os.lstat(f"{folder}/{name}").st_mode & end:
                    return f"{folder}/{name}"
            with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
                pid = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            return None  # an ancestor of somebody else
    return None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: trial()._after_fork() if trial.cache_info().currsize else None)
if os.environ.get("ATTUNE_PIPES"):
    trial()  # takes the pipes before the program starts children


# ------------------------------------------------------------------------------------------------- the results of a study


def load(study) -> Study:
    """A study by its name, under $ATTUNE_RESULTS or else ~/attune_results, or by its folder. It may still be running."""
    results = Path(os.environ.get("ATTUNE_RESULTS") or Path.home() / "attune_results")
    for folder in (results / study, Path(study)):
        if (folder / "journal.jsonl").is_file():
            return Study(folder)
    known = sorted(path.parent.name for path in results.glob("*/journal.jsonl"))
    near = difflib.get_close_matches(str(study), known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else f" Studies there: {', '.join(known)}." if known else ""
    raise FileNotFoundError(f"no study '{study}': neither {results / study} nor {Path(study).absolute()} "
                            f"has a journal.jsonl.{hint}")


class Study:
    """What a study's journal says, as of the moment it was loaded.

    Tables are pandas data frames where pandas is installed, else lists of dicts; nested names are joined by `/`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.spec: dict = {}
        self._trials: dict = {}
        self._reports: list = []
        self._best = None
        self._latest = None
        runs = _head_lives(self.folder)  # looked for first: what a head that ends meanwhile wrote is then read
        for event in _events(self.folder / "journal.jsonl"):
            getattr(self, "_on_" + str(event.get("event")), lambda _: None)(event)
            # A changed study file is written before its head has started, and so is no sign of the one before.
            self._latest = self._latest if event.get("event") == "spec_changed" else event["time"]
        for t in self._trials.values():
            if t["state"] == "RUNNING" and not runs:
                self._on_attempt_ended({"trial": t["trial"], "cause": "HEAD_LOST", "time": self._latest})

    def __repr__(self):
        return f"Study({str(self.folder)!r}, {len(self._trials)} trials)"

    def dataframe(self):
        """A row a trial: trial, state, config/..., step, value, best_value, best_step, attempts, cause, started, seconds, worker, message.

        `value` is the objective's metric at the last step, None if that is no finite number; `seconds` is the time that the attempts ran, those
        that still run or were lost up to the last sign of their head; `message` says what went wrong with the last attempt, None if nothing did.
        What ran when its head died counts as QUEUED, to go on."""
        return _table([self._row(trial) for trial in self._trials.values()])

    def reports(self):
        """A row a report, by trial and step: trial, attempt, step, metrics/..., time."""
        return _table([{"trial": r["trial"], "attempt": r["attempt"], "step": r["step"],
                        **_flat("metrics", r["metrics"]), "time": r["time"]}
                       for r in sorted(self._reports, key=lambda report: report["trial"])])

    def best(self) -> dict | None:
        """The row of the best trial, with `checkpoint`: the path of its best step's, else of its last one that is still there, or
        None. None before the first report."""
        if self._best is None:
            return None
        places = [self._best["best"].get("checkpoint"), *reversed(self._best["saved"])]
        there = (str(self.folder / place) for place in places if place and (self.folder / place).is_dir())
        return {**self._row(self._best), "checkpoint": next(there, None)}

    @property
    def _metric(self):
        return self.spec["objective"]["metric"]

    def _value(self, report):
        return report and report["metrics"].get(self._metric)

    def _loss(self, report) -> float:
        value = self._value(report)
        loss = -value if value is not None and str(self.spec["objective"].get("mode")).lower() == "max" else value
        return loss if loss is not None and loss > -math.inf else math.inf

    def _row(self, t: dict) -> dict:
        last, best = t["last"], t["best"]
        seconds = t["seconds"] + (_seconds(t["since"], t["lost"] or self._latest) if t["state"] == "RUNNING" else 0)
        return {"trial": t["trial"], "state": t["state"], **_flat("config", t["config"]), "step": last["step"] if last else 0,
                "value": _finite(self._value(last)), "best_value": self._value(best), "best_step": best and best["step"],
                "attempts": t["attempts"], "cause": t["cause"], "started": t["started"], "seconds": round(seconds, 3),
                "worker": t["worker"], "message": t["message"]}

    def _on_study_created(self, event):
        self.spec = event["spec"]

    _on_spec_changed = _on_study_created

    def _on_trial_created(self, event):
        self._trials[event["trial"]] = {
            "trial": event["trial"], "config": event["config"], "state": "QUEUED", "attempts": 0, "decision": None, "cause": None,
            "started": None, "since": None, "lost": None, "seconds": 0.0, "worker": None, "message": None, "last": None, "best": None, "saved": []}

    def _on_head_started(self, event):
        for t in self._trials.values():
            if t["state"] == "RUNNING":
                t["lost"] = t["lost"] or self._latest

    def _on_attempt_started(self, event):
        t = self._trials[event["trial"]]
        t.update(state="RUNNING", decision=None, attempts=t["attempts"] + 1, worker=event["worker"], cause=None, message=None,
                 since=event["time"], started=t["started"] or event["time"])

    def _on_reported(self, event):
        event["metrics"] = {name: float(v) if isinstance(v, str) else v for name, v in event["metrics"].items()}
        self._reports.append(event)
        t = self._trials[event["trial"]]
        t["last"] = event
        if event.get("checkpoint"):
            t["saved"].append(event["checkpoint"])
        if self._loss(event) < self._loss(t["best"]):
            t["best"] = event
        if t["best"] and (self._best is None or self._loss(t["best"]) < self._loss(self._best["best"])):
            self._best = t

    def _on_decided(self, event):
        t = self._trials[event["trial"]]
        if t["state"] == "RUNNING":
            t["decision"] = event["decision"]
        else:
            t["state"] = self._DECIDED.get(event["decision"], t["state"])

    def _on_clock_set(self, event):
        by = timedelta(milliseconds=event["millis"])
        for t in self._trials.values():
            if t["state"] == "RUNNING":
                t.update({name: (_time(t[name]) + by).isoformat() for name in ("since", "lost") if t[name]})

    def _on_attempt_ended(self, event):
        t = self._trials[event["trial"]]
        state = self._DECIDED.get(t["decision"]) or self._CAUSED.get(event["cause"], "QUEUED")
        seconds = t["seconds"] + _seconds(t["since"], t["lost"] or event["time"])
        t.update(state=state, decision=None, cause=event["cause"], message=event.get("message"), seconds=seconds, lost=None)

    _DECIDED = {"RETRY": "QUEUED", "PAUSE": "PAUSED", "STOP": "STOPPED", "COMPLETE": "COMPLETED", "CANCEL": "CANCELLED"}
    _CAUSED = {"FINISHED": "COMPLETED", "PAUSED": "PAUSED", "STOPPED": "STOPPED", "CANCELLED": "CANCELLED", "ERROR": "FAILED",
               "OUT_OF_MEMORY": "FAILED", "TIME_LIMIT": "FAILED"}


def _head_lives(folder: Path) -> bool:
    """Whether a process is at work on the study: by its number and time of start, or, on another machine, by a sign of life in the last 30 s."""
    try:
        here = (Path("/proc/sys/kernel/hostname").read_text().strip(),
                Path("/proc/sys/kernel/random/boot_id").read_text().strip() + " " + os.readlink("/proc/self/ns/pid"))
    except OSError:
        here = None
    return any(_is_alive(file, here) for file in folder.glob("head-*.json"))


def _is_alive(file: Path, here) -> bool:
    try:
        head = json.loads(file.read_text())
        if (head["host"], head["boot"]) == here:
            return _start_ticks(head["pid"]) == head["started"]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # one that cannot be read, or only in part, stands for a head somewhere else
    try:
        return time.time() - file.stat().st_mtime < 30
    except OSError:
        return False


def _start_ticks(pid: int):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def _events(journal: Path):
    """The journal's events, up to the first line that is not whole: a running study may be writing it."""
    with open(journal, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
            except ValueError:
                if next(lines, None) is not None:
                    warnings.warn(f"{journal}, line {number} is damaged: nothing after it is read", stacklevel=4)
                return
            if number > 1:
                yield event
            elif event.get("attune") != "journal" or event.get("version") != 1:
                raise ValueError(f"{journal} is not a journal that this client reads: its first line must say "
                                 f'"attune": "journal", "version": 1, but is {line.strip()[:80]}. Maybe a newer attune.py?')


def _with(values: dict, settings: dict) -> dict:
    """The values with some replaced; a dot in a name leads into a group."""
    for name, value in settings.items():
        group, *rest = name.split(".", 1)
        inner = values.get(group)
        values = {**values, group: _with(inner if isinstance(inner, dict) else {}, {rest[0]: value}) if rest else value}
    return values


def _flat(prefix: str, values: dict) -> dict:
    flat = {}
    for name, value in values.items():
        flat.update(_flat(f"{prefix}/{name}", value) if isinstance(value, dict) else {f"{prefix}/{name}": value})
    return flat


def _finite(value):
    return value if value is not None and math.isfinite(value) else None


def _seconds(since: str, until: str) -> float:
    return max(0.0, (_time(until) - _time(since)).total_seconds())


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _table(rows: list):
    try:
        import pandas
    except ImportError:
        return rows
    return pandas.DataFrame(rows)


# ------------------------------------------------------------------------------------------- running a function as a trial


class _Unusable(Exception):
    """There is nothing to call, and why, in a line."""


def _main(arguments: list) -> int:
    try:
        if not arguments:
            raise _Unusable("usage: python attune.py FILE:FUNCTION [NAME=VALUE]...")
        settings = dict(_setting(argument) for argument in arguments[1:])
        os.environ["ATTUNE_CONFIG"] = json.dumps(_with(config(), settings))
        function = _function(arguments[0])
        result = function(config())
        if result is not None:
            report(result if isinstance(result, Mapping) else {trial().metric or "value": result})
        return 0
    except _Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    except Exception as error:
        _print_traceback(error)
        return 1


def _function(target: str):
    file, colon, name = target.rpartition(":")
    path = Path(file).absolute()
    if not colon or not name:
        raise _Unusable(f"no function in '{target}': write FILE:FUNCTION, such as train.py:train")
    if not path.is_file():
        raise _Unusable(f"no file '{file}' in {os.getcwd()}")
    module = _load_file(path)
    function = getattr(module, name, None)
    if not callable(function):
        known = [n for n, value in vars(module).items() if inspect.isfunction(value) and value.__module__ == module.__name__]
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(known)}" if known else "it has no functions"
        raise _Unusable(f"no function '{name}' in {file}: {hint}")
    try:
        inspect.signature(function).bind({})
    except TypeError:
        raise _Unusable(f"function '{name}' in {file} must take one argument, the configuration as a dict, but is "
                        f"{name}{inspect.signature(function)}: write def {name}(config)") from None
    except ValueError:
        pass  # a function written in C tells nothing
    return function


def _load_file(path: Path):
    sys.argv[:] = [str(path)]
    sys.path[0] = str(path.parent)
    sys.path.append(str(Path(__file__).absolute().parent))
    name = path.stem if path.stem not in sys.modules else "trial_" + path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None:
        raise _Unusable(f"'{path.name}' is not a Python file: its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _setting(argument: str):
    name, equals, value = argument.partition("=")
    if not equals:
        raise _Unusable(f"'{argument}' sets nothing: write NAME=VALUE, such as lr=0.01")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _print_traceback(error: Exception) -> None:
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename in (__file__, "<frozen importlib._bootstrap_external>",
                                                          "<frozen importlib._bootstrap>"):
        trace = trace.tb_next
    sys.excepthook(type(error), error.with_traceback(trace or error.__traceback__), trace)


if __name__ in ("__main__", "__mp_main__"):
    sys.modules.setdefault("attune", sys.modules[__name__])
if os.environ.get("ATTUNE_TRIAL"):
    _offer_stacks()
if __name__ == "__main__":
    sys.exit(_main(list(sys.argv[1:])))
