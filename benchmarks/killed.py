"""Runs a study and kills it, again and again, then looks whether anything was lost, doubled or left over.

    python3 benchmarks/killed.py examples/cgconv/study.yaml [--kills 3] [--within 120] [--seed 1] [--set KEY=VALUE]...

Each time all of Attune's processes and trials die by `kill -9` (the head's process group and each trial's) at a random moment of the next `--within`
seconds; then the same command runs again. At the end every step of every trial must be in the results once, every trial in a final state, and no process left.
"""

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "attune")


def processes(marker):
    """The processes that have the marker in their environment, other than this one."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environment:
                if marker in environment.read().split(b"\0") and int(pid) != os.getpid():
                    found.append(int(pid))
        except OSError:
            continue
    return found


def kill_all(marker, head):
    """Everything at once, as when the power fails: nobody is left to clean up."""
    os.killpg(head.pid, signal.SIGKILL)
    for pid in processes(marker):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    head.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("study")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--within", type=float, default=120)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    print(f"seed {options.seed}")
    moments = random.Random(options.seed)

    with tempfile.TemporaryDirectory() as results:
        marker = f"ATTUNE_RESULTS={results}"
        environment = {**os.environ, "ATTUNE_RESULTS": results}
        sets = [word for pair in options.set for word in ("--set", pair)]
        run = [ATTUNE, "run", options.study, "--plain", *sets]
        done = 0
        for kill in range(options.kills + 1):
            head = subprocess.Popen(run, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True)
            try:
                wait = moments.uniform(0, options.within) if kill < options.kills else None
                started = time.monotonic()
                output, _ = head.communicate(timeout=wait)
                print(f"run {kill + 1}: ended by itself with exit code {head.returncode} after {time.monotonic() - started:.1f} s")
                done = head.returncode
                break
            except subprocess.TimeoutExpired:
                kill_all(marker.encode(), head)
                print(f"run {kill + 1}: killed after {wait:.1f} s")
        print(*output.splitlines()[-12:], sep="\n")

        name = os.listdir(results)[0]
        read = lambda *more: [json.loads(line) for line in subprocess.run(
            [ATTUNE, "results", name, "--format", "jsonl", *more], env=environment, check=True, capture_output=True, text=True).stdout.splitlines()]
        reports, trials = read("--reports"), read()
        steps = collections.defaultdict(list)
        for report in reports:
            steps[report["trial"]].append(report["step"])
        broken = {trial: seen for trial, seen in steps.items() if seen != list(range(1, len(seen) + 1))}
        unfinished = [row["trial"] for row in trials if row["state"] in ("QUEUED", "RUNNING", "PAUSED")]
        left = processes(marker.encode())
        print(f"{len(trials)} trials, {len(reports)} reports, attempts {sum(row['attempts'] for row in trials)}")
        print(f"steps missing or doubled: {broken or 'none'}; trials not ended: {unfinished or 'none'}; processes left: {left or 'none'}")
        sys.exit(1 if done or broken or unfinished or left else 0)


if __name__ == "__main__":
    main()
