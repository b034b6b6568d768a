"""How long a trial waits for its report.

    python3 benchmarks/report_latency.py [REPORTS] [TRIALS] [--rounds 2]

Trials in Python call `attune.report`, which returns when the report is durable in the study's journal, through the real `attune run`. One trial alone makes REPORTS (2,000) reports, and in turn
with each it appends as much to a file of its own beside the journal and syncs that: no durable report can be faster. Then TRIALS (64) trials at once: first each of them reports ten times
a second, which is what trials do at most; then all as fast as they can, on however few processors there are. Beside them the limit is taken by this program alone, before and after.
Syncs a report: batches of the journal while the trials reported (each begins with a line that has `synced`), by reports.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
STUDY = """
study: latency
objective: {{metric: loss, mode: min}}
space: {{x: {{type: float, low: 0, high: 1}}}}
sampler: random
trials: {trials}
resources: {{cpu: {cpu}, pin: false}}
trainable: {{command: {command}}}
"""
WARM_UP = 200
LINE = b"x" * 150


class Beside:
    """A file to append to and sync, on the same disk."""

    def __init__(self, folder):
        self.file = os.open(os.path.join(folder, f"beside-{os.getpid()}"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def milliseconds(self):
        start = time.perf_counter()
        os.write(self.file, LINE)
        os.fdatasync(self.file)
        return 1000 * (time.perf_counter() - start)


def alone(folder, reports):
    """Runs inside of a trial."""
    import attune

    beside, times = Beside(folder), {"reports": [], "syncs": []}
    for number in range(WARM_UP + reports):
        start = time.perf_counter()
        attune.report(loss=1 / (number + 1))
        taken = 1000 * (time.perf_counter() - start)
        sync = beside.milliseconds()
        if number >= WARM_UP:
            times["reports"].append(taken)
            times["syncs"].append(sync)
    leave(folder, times)


def together(folder, reports, trials, pause):
    """Runs inside of each of the trials. They report when all are there."""
    import attune

    attune.report(loss=1)
    open(os.path.join(folder, f"here-{os.getpid()}"), "w").close()
    while sum(name.startswith("here-") for name in os.listdir(folder)) < trials:
        time.sleep(0.1)
    times = []
    for number in range(reports):
        # Spread evenly, as trials that know nothing of each other are.
        time.sleep(pause * ((os.getpid() * 0.618 + number * 0.382) % 1 + 0.5))
        start = time.perf_counter()
        attune.report(loss=1 / (number + 2))
        times.append(1000 * (time.perf_counter() - start))
    leave(folder, {"reports": times})


def leave(folder, times):
    with open(os.path.join(folder, f"times-{os.getpid()}.json"), "w") as out:
        json.dump(times, out)


def study(mode, trials, *arguments):
    """What the trials measured, all in one, and the syncs a report."""
    with tempfile.TemporaryDirectory() as folder:
        limit = [] if trials == 1 else syncs(folder)
        command = [sys.executable, os.path.abspath(__file__), mode, folder, *map(str, arguments)]
        path = os.path.join(folder, "latency.yaml")
        cpu = int(1000 * len(os.sched_getaffinity(0)) / trials) / 1000
        with open(path, "w") as file:
            file.write(STUDY.format(trials=trials, cpu=cpu, command=json.dumps(command)))
        env = {**os.environ, "ATTUNE_RESULTS": os.path.join(folder, "results")}
        subprocess.run([ATTUNE, "run", path], env=env, check=True, stdout=subprocess.DEVNULL)
        taken = {"reports": [], "syncs": limit if trials == 1 else limit + syncs(folder)}
        for name in os.listdir(folder):
            if name.startswith("times-"):
                with open(os.path.join(folder, name)) as file:
                    for key, values in json.load(file).items():
                        taken[key] += values
        with open(os.path.join(folder, "results", "latency", "journal.jsonl")) as file:
            lines = [line for line in file if '"reported"' in line]
    return taken, sum('"synced"' in line for line in lines) / len(lines)


def syncs(folder):
    beside = Beside(folder)
    return [beside.milliseconds() for _ in range(300)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=int, nargs="?", default=2000)
    parser.add_argument("trials", type=int, nargs="?", default=64)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    each = max(20, options.reports // options.trials)
    measures = {
        "one trial": lambda: study("--alone", 1, options.reports),
        f"{options.trials} trials, 10 a second each": lambda: study("--together", options.trials, each, options.trials, 0.1),
        f"{options.trials} trials, unceasing": lambda: study("--together", options.trials, 5 * each, options.trials, 0),
    }
    taken = {name: [] for name in measures}
    for _ in range(options.rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    print(f"{'milliseconds':<32}{'median':>8}{'p95':>8}{'fastest':>9}{'over limit':>12}{'ratio':>8}{'syncs a report':>16}")
    for name, rounds in taken.items():
        limit = [value for times, _ in rounds for value in times["syncs"]]
        reports = [value for times, _ in rounds for value in times["reports"]]
        row("write and sync, the limit", limit, limit)
        row(name, reports, limit, statistics.mean(share for _, share in rounds))


def row(name, values, limit, share=None):
    median, least = statistics.median(values), statistics.median(limit)
    p95 = statistics.quantiles(values, n=20)[18]
    line = f"{name:<32}{median:>8.3f}{p95:>8.3f}{min(values):>9.3f}{median - least:>12.3f}{median / least:>8.2f}"
    print(line if share is None else f"{line}{share:>16.2f}")


if __name__ == "__main__":
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "--alone":
        alone(sys.argv[2], int(sys.argv[3]))
    elif mode == "--together":
        together(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
    else:
        main()
