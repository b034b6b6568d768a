"""What an idle worker of a cluster and its head cost, and how long a worker takes to join.

    python3 benchmarks/worker_footprint.py [RUNS]

Starts a head, and then RUNS workers (5), one after the other: from the command line to the line that says that it has joined. The last one is left alone for ten seconds; then the
processes, threads, descriptors, resident memory and listening ports of both are counted, and the processor time that they use in ten seconds more. The archive of classes, which the first start on a
machine makes, is there (ATTUNE_CLASS_ARCHIVE=off in the environment shows a start without).
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")


def start(cluster):
    """A worker that has joined, and after how many seconds."""
    begun = time.monotonic()
    worker = subprocess.Popen(
        [ATTUNE, "worker", "--cluster", cluster], stdout=subprocess.PIPE, text=True, preexec_fn=os.setpgrp
    )
    for line in worker.stdout:
        if "Joined the head" in line:
            return worker, time.monotonic() - begun
    raise SystemExit("the worker ended before it had joined")


def end(worker):
    worker.send_signal(signal.SIGTERM)
    worker.wait(60)


def read(path):
    with open(path) as file:
        return file.read()


def stat(pid):
    """The fields after the name, from the state on."""
    return read(f"/proc/{pid}/stat").rsplit(")", 1)[1].split()


def tree(root):
    """The process and all that descend from it."""
    found = [root]
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(stat(pid)[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == root:
            found += tree(int(pid))
    return found


def field(pid, name):
    for line in read(f"/proc/{pid}/status").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise SystemExit(f"/proc/{pid}/status has no {name}")


def listening(pids):
    sockets = set()
    for pid in pids:
        for name in os.listdir(f"/proc/{pid}/fd"):
            target = os.readlink(f"/proc/{pid}/fd/{name}")
            if target.startswith("socket:["):
                sockets.add(target[8:-1])
    rows = [line.split() for kind in ("tcp", "tcp6") for line in read("/proc/net/" + kind).splitlines()[1:]]
    return sum(1 for row in rows if row[3] == "0A" and row[9] in sockets)


def processor_seconds(pids):
    return sum(sum(map(int, stat(pid)[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"load before: {os.getloadavg()[0]:.1f}; {len(os.sched_getaffinity(0))} CPUs")
    subprocess.run([ATTUNE, "--version"], check=True, stdout=subprocess.DEVNULL, env={"ATTUNE_CLASS_ARCHIVE": "now", **os.environ})
    with tempfile.TemporaryDirectory() as folder:
        cluster = os.path.join(folder, "cluster")
        subprocess.run([ATTUNE, "cluster", "start", "--cluster", cluster], check=True, stdout=subprocess.DEVNULL)
        try:
            seconds = []
            for run in range(runs):
                worker, took = start(cluster)
                seconds.append(took)
                if run < runs - 1:
                    end(worker)
            time.sleep(10)
            print(f"start to joined     {statistics.median(seconds):8.2f} s   (median of {runs}; {min(seconds):.2f} to {max(seconds):.2f})")
            with open(os.path.join(cluster, "head.json")) as file:
                both = tree(worker.pid), tree(json.load(file)["pid"])
            before = [processor_seconds(pids) for pids in both]
            time.sleep(10)
            used = [processor_seconds(pids) - former for pids, former in zip(both, before)]
            print(f"{'':20}{'worker':>8}{'head':>8}")
            row("processes", [len(pids) for pids in both])
            row("threads", [sum(field(pid, "Threads") for pid in pids) for pids in both])
            row("descriptors", [sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids) for pids in both])
            row("resident MiB", [round(sum(field(pid, "VmRSS") for pid in pids) / 1024) for pids in both])
            row("listening ports", [listening(pids) for pids in both])
            row("% of a CPU, idle", [round(10 * seconds, 1) for seconds in used])
            end(worker)
        finally:
            subprocess.run([ATTUNE, "cluster", "stop", "--cluster", cluster], stdout=subprocess.DEVNULL)


def row(name, values):
    print(f"{name:<20}" + "".join(f"{value:>8}" for value in values))


if __name__ == "__main__":
    main()
