"""How long until a Python function runs whose file imports torch.

    python3 benchmarks/warm_start.py [--trials 8] [--rounds 2] [--python /path/to/python]

From the decision to start a trial (`attempt_started` in the journal, whose clock is the trial's) to the first line of the function, with each way of starting it, through the real `attune
run`, one trial at a time. A study's first trial stands apart: nothing can be loaded yet when it is decided. The function then sleeps for 1.5 times as long as `python -c 'import torch'` takes, as
training would, so that a process ahead has its imports done. Beside it in turn: `python -c 'import torch'`, until torch is imported, which no fresh process can beat, and until it has
ended (leaving takes long too: a trial's first line does not wait for it); and a fork of a process that has imported torch, until its first line. --python (or ATTUNE_PYTHON) names a Python
that has torch.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
STUDY = """
study: warm
objective: {{metric: loss, mode: min}}
space: {{x: {{type: float, low: 0, high: 1}}}}
sampler: random
trials: {trials}
max_parallel: 1
trainable: {{python: uses_torch.py:train, start: {start}}}
"""
IMPORTED, ENDED = "import torch, imported", "import torch, ended"
FUNCTION = """
import time

import attune
import torch


def train(config):
    first = time.time()
    attune.report(loss=float(torch.tensor(config["x"])), first=first)
    time.sleep(HOLD)
"""
FORKS = """
import os, time
import torch
for _ in range(TRIALS):
    read, write = os.pipe()
    start = time.time()
    if os.fork() == 0:
        os.write(write, str(time.time() - start).encode())
        os._exit(0)
    print(os.read(read, 100).decode())
    os.wait()
"""


def fresh(python):
    """Seconds until torch is imported, and until the process has ended."""
    start = time.time()
    process = subprocess.Popen([python, "-c", "import os, torch; os.write(1, b'.')"], stdout=subprocess.PIPE)
    process.stdout.read(1)
    imported = time.time() - start
    if process.wait():
        raise SystemExit(f"{python} could not import torch.")
    return imported, time.time() - start


def forks(python, trials):
    done = subprocess.run([python, "-c", FORKS.replace("TRIALS", str(trials))], check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.split()]


def seconds(event):
    return datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()


def study(python, start, trials, hold):
    """Seconds of each trial, and how they were started."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "uses_torch.py"), "w") as file:
            file.write(FUNCTION.replace("HOLD", f"{hold:.2f}"))
        path = os.path.join(folder, "warm.yaml")
        with open(path, "w") as file:
            file.write(STUDY.format(trials=trials, start=start))
        env = {**os.environ, "ATTUNE_PYTHON": python, "ATTUNE_RESULTS": folder}
        subprocess.run([ATTUNE, "run", path], env=env, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "warm", "journal.jsonl")) as file:
            events = [json.loads(line) for line in file][1:]
    decided = {event["trial"]: seconds(event) for event in events if event["event"] == "attempt_started"}
    first = {event["trial"]: event["metrics"]["first"] for event in events if event["event"] == "reported"}
    placed = {event["start"] for event in events if event["event"] == "attempt_placed" and event["trial"] > 0}
    return [first[trial] - decided[trial] for trial in range(trials)], placed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=8, help="of each study, 2 or more")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--python", default=os.environ.get("ATTUNE_PYTHON", sys.executable), help="a Python that has torch")
    options = parser.parse_args()
    if subprocess.run([options.python, "-c", "import torch"], stderr=subprocess.DEVNULL).returncode:
        raise SystemExit(f"{options.python} has no torch: name a Python that has it, --python /path/to/python.")
    ways = ("fork", "ahead", "fresh")
    taken = {"a fork with torch loaded": [], **{f"attune, start: {way}": [] for way in ways}, IMPORTED: [], ENDED: []}
    firsts, started = {name: [] for name in taken}, {name: set() for name in taken}
    hold = 1.5 * fresh(options.python)[1]
    for _ in range(options.rounds):
        taken["a fork with torch loaded"] += forks(options.python, options.trials)
        for way in ways:
            for name, value in zip((IMPORTED, ENDED), fresh(options.python)):
                taken[name].append(value)
            name = f"attune, start: {way}"
            times, placed = study(options.python, way, options.trials, hold)
            firsts[name].append(times[0])
            taken[name] += times[1:]
            started[name] |= placed
    cold = statistics.median(taken[IMPORTED])
    print(f"{'milliseconds':<26}{'median':>8}{'least':>8}{'most':>8}{'to import':>11}{'first trial':>13}  started as")
    for name, values in taken.items():
        median = statistics.median(values)
        line = f"{name:<26}{1000 * median:>8.1f}{1000 * min(values):>8.1f}{1000 * max(values):>8.1f}{median / cold:>11.3f}"
        if firsts[name]:
            line += f"{1000 * statistics.median(firsts[name]):>13.0f}  {'+'.join(sorted(started[name])) or 'not told'}"
        print(line)


if __name__ == "__main__":
    main()
