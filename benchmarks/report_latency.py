"""How long a trial waits for its report.

    python3 benchmarks/report_latency.py [REPORTS]

A trial in Python calls `attune.report`, which returns when the report is durable in the study's journal, and in turn with it appends as much to a file of its own beside
the journal and syncs that: no durable report can be faster. One trial runs, through the real `attune run`.
"""

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
trials: 1
trainable: {{command: {command}}}
"""
WARM_UP = 200


def trial(folder, reports):
    """Runs inside of a trial, and leaves the milliseconds in a file."""
    import attune

    line = b"x" * 150
    times = {"attune.report": [], "write and sync": []}
    file = os.open(os.path.join(folder, "beside"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    for number in range(WARM_UP + reports):
        start = time.perf_counter()
        attune.report(loss=1 / (number + 1))
        between = time.perf_counter()
        os.write(file, line)
        os.fdatasync(file)
        end = time.perf_counter()
        if number >= WARM_UP:
            times["attune.report"].append(1000 * (between - start))
            times["write and sync"].append(1000 * (end - between))
    with open(os.path.join(folder, "times.json"), "w") as out:
        json.dump(times, out)


def main():
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, os.path.abspath(__file__), "--trial", folder, str(reports)]
        study = os.path.join(folder, "latency.yaml")
        with open(study, "w") as file:
            file.write(STUDY.format(command=json.dumps(command)))
        env = {**os.environ, "ATTUNE_RESULTS": folder}
        subprocess.run([ATTUNE, "run", study], env=env, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "times.json")) as file:
            times = json.load(file)
    limit = statistics.median(times["write and sync"])
    print(f"{f'milliseconds of {reports}':<26}{'median':>8}{'p95':>8}{'fastest':>9}{'ratio':>8}")
    for name, values in times.items():
        p95 = statistics.quantiles(values, n=20)[18]
        print(f"{name:<26}{statistics.median(values):>8.3f}{p95:>8.3f}{min(values):>9.3f}{statistics.median(values) / limit:>8.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--trial":
        trial(sys.argv[2], int(sys.argv[3]))
    else:
        main()
