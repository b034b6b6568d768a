"""What trials on a cluster cost beside those of one machine: how soon they start, and how long they wait for their reports.

    python3 benchmarks/cluster_trials.py [--workers 4] [--trials 20] [--reports 1000] [--seconds 20]

Starts a head and WORKERS workers on this machine, all over TLS. Then, through the real `attune run --cluster`:

start     TRIALS trials of a Python function, one after the other: from the head's decision, as the journal has it, to the first line of the function. The first, for which processes
          are made ready, is told apart.
reports   one trial makes REPORTS reports, each of which returns when it is durable in the study's journal, and with each it appends as much to a file of its own beside the journal and
          syncs that: no durable report can be faster.
load      a trial on each worker reports ten times a second for SECONDS seconds: how long each waited, whether each is in the journal once, and what share of a CPU the head took.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from report_latency import ATTUNE, alone, leave
from worker_footprint import end, processor_seconds, start

STUDY = """
study: {name}
objective: {{metric: loss, mode: min}}
space: {{x: {{type: float, low: 0, high: 1}}}}
sampler: random
trials: {trials}
max_parallel: {parallel}
resources: {{cpu: {cpu}, pin: false}}
trainable: {trainable}
"""
FUNCTION = """
import time
begun = time.time()
import attune

def train(config):
    with open("begun", "a") as file:
        print(attune.trial().id, begun, file=file)
    attune.report(loss=config["x"])
"""


def steadily(folder, reports):
    """Runs inside of each of the trials."""
    import attune

    times = []
    for number in range(reports):
        time.sleep(0.1 * ((os.getpid() * 0.618 + number * 0.382) % 1 + 0.5))
        begun = time.perf_counter()
        attune.report(loss=1 / (number + 1))
        times.append(1000 * (time.perf_counter() - begun))
    leave(folder, {"reports": times})


class Cluster:
    def __init__(self, folder, workers):
        self.folder, self.workers = folder, []
        self.cluster = os.path.join(folder, "cluster")
        self.env = {**os.environ, "ATTUNE_RESULTS": os.path.join(folder, "results")}
        os.environ.update(self.env)
        subprocess.run([ATTUNE, "cluster", "start", "--cluster", self.cluster], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.cluster, "head.json")) as file:
            self.head = json.load(file)["pid"]
        try:
            with ThreadPoolExecutor(8) as starts:
                for worker, _ in starts.map(start, [self.cluster] * workers):
                    self.workers.append(worker)
        except BaseException:
            self.stop()
            raise

    def stop(self):
        for worker in self.workers:
            end(worker)
        subprocess.run([ATTUNE, "cluster", "stop", "--cluster", self.cluster], stdout=subprocess.DEVNULL)

    def run(self, name, trials, parallel, cpu, trainable):
        """Folder of the trials' files, and the events of the journal."""
        folder = os.path.join(self.folder, name)
        os.makedirs(folder)
        words = [word if word != "FOLDER" else folder for word in trainable.get("command", [])]
        path = os.path.join(folder, "study.yaml")
        with open(path, "w") as file:
            file.write(STUDY.format(
                name=name, trials=trials, parallel=parallel, cpu=cpu,
                trainable=json.dumps({"command": words} if words else trainable)))
        if not words:
            with open(os.path.join(folder, "train.py"), "w") as file:
                file.write(FUNCTION)
        command = [ATTUNE, "run", path, "--cluster", self.cluster, "--plain"]
        done = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
        with open(os.path.join(self.env["ATTUNE_RESULTS"], name, "journal.jsonl")) as file:
            return folder, [json.loads(line) for line in file]


def seconds(text):
    from datetime import datetime

    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def times(folder):
    taken = {}
    for name in os.listdir(folder):
        if name.startswith("times-"):
            with open(os.path.join(folder, name)) as file:
                for key, values in json.load(file).items():
                    taken.setdefault(key, []).extend(values)
    return taken


def row(name, values, digits=1):
    p95 = statistics.quantiles(values, n=20)[18]
    print(f"{name:<44}{statistics.median(values):>10.{digits}f}{p95:>10.{digits}f}{min(values):>10.{digits}f}{max(values):>10.{digits}f}")


def starts(cluster, trials):
    folder, events = cluster.run("start", trials, 1, 1, {"python": "train.py:train"})
    decided = {event["trial"]: seconds(event["time"]) for event in events if event.get("event") == "attempt_started"}
    with open(os.path.join(folder, "begun")) as file:
        begun = {int(trial): float(at) for trial, at in (line.split() for line in file)}
    waits = [1000 * (begun[trial] - decided[trial]) for trial in sorted(decided)]
    print(f"{'a trial starts, the first':<44}{waits[0]:>10.1f}")
    row("a trial starts, warm", waits[1:])


def reports(cluster, count):
    script = os.path.abspath(__file__)
    folder, _ = cluster.run("reports", 1, 1, 1, {"command": [sys.executable, script, "--alone", "FOLDER", str(count)]})
    taken = times(folder)
    row("write and sync, the limit", taken["syncs"], 3)
    row("a report of one trial", taken["reports"], 3)


def load(cluster, span):
    count, workers = int(10 * span), len(cluster.workers)
    begun, used = time.monotonic(), processor_seconds([cluster.head])
    script = os.path.abspath(__file__)
    cpu = len(os.sched_getaffinity(0))
    command = [sys.executable, script, "--steadily", "FOLDER", str(count)]
    folder, events = cluster.run("load", workers, workers, cpu, {"command": command})
    share = (processor_seconds([cluster.head]) - used) / (time.monotonic() - begun)
    told = [(event["trial"], event["step"]) for event in events if event.get("event") == "reported"]
    row(f"a report of {workers} trials, ten a second each", times(folder)["reports"], 3)
    print(f"reports in the journal {len(told)} of {workers * count}, twice {len(told) - len(set(told))}; the head took {share:.2f} CPUs, its start of the study included")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}; {len(os.sched_getaffinity(0))} CPUs; {options.workers} workers")
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(folder, options.workers)
        try:
            print(f"{'milliseconds':<44}{'median':>10}{'p95':>10}{'least':>10}{'most':>10}")
            starts(cluster, options.trials)
            reports(cluster, options.reports)
            load(cluster, options.seconds)
        finally:
            cluster.stop()


if __name__ == "__main__":
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "--alone":
        alone(sys.argv[2], int(sys.argv[3]))
    elif mode == "--steadily":
        steadily(sys.argv[2], int(sys.argv[3]))
    else:
        main()
