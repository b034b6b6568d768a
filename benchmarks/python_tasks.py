"""Remote functions of Python: how many a second, how long one takes, and the article's rounds; beside Ray.

    python3 benchmarks/python_tasks.py [--ray /path/to/python] [--rounds 60] [--repeats 5] [--tasks 5000] [--only rates|rounds]

A cluster of real processes on this machine, over TLS: a head, and for the rates one worker, for the rounds four of five slots each. --ray names a Python that has Ray
(`pip install ray` in an environment of its own); it runs the same after it, on as many nodes. Rates: functions that do nothing, called one by one and then waited for, and
by `map` in batches of 100; the batches follow each other, each waited for before the next, or all at once. Round trip: one call at a time, with the processors' time that each process took
for one, which other programs change less than the time that passes; what Java's compilers took is told apart. Rounds: 20 functions that sleep
for a second; first, median and largest of all. Medians and the range of the repeats. The slots claim a fifth of two CPUs each, so that a small machine has twenty.
"""

import argparse
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

WORK = """
import json, os, statistics, sys, time
ray_, cpu, nodes, what, tasks, repeats, rounds, processes = json.loads(sys.argv[1])
if ray_:
    import ray
    def start():
        if nodes == 1:
            ray.init(address="local", num_cpus=2, include_dashboard=False, logging_level="ERROR")
        else:
            from ray.cluster_utils import Cluster
            cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
            for _ in range(nodes - 1):
                cluster.add_node(num_cpus=2)
            cluster.wait_for_nodes()
            ray.init(cluster.address, logging_level="ERROR")
    remote, get = ray.remote(num_cpus=cpu), ray.get
    each = lambda function, xs: [function.remote(x) for x in xs]
else:
    import attune
    start, remote, get = attune.init, attune.remote(cpu=cpu), attune.get
    each = lambda function, xs: function.map(xs)

@remote
def nothing(x):
    return x

@remote
def nap(seconds):
    time.sleep(seconds)

def spread(call):
    values = [call() for _ in range(repeats)]
    return [statistics.median(values), min(values), max(values)]

def one_by_one():
    begin = time.perf_counter()
    get([nothing.remote(i) for i in range(tasks)])
    return tasks / (time.perf_counter() - begin)

def batches():
    count = tasks // 100
    begin = time.perf_counter()
    for i in range(count):
        get(each(nothing, range(100)))
    return 100 * count / (time.perf_counter() - begin)

def batches_ahead():
    count = tasks // 100
    begin = time.perf_counter()
    calls = [each(nothing, range(100)) for _ in range(count)]
    for some in calls:
        get(some)
    return 100 * count / (time.perf_counter() - begin)

def round_trip():
    times = []
    for i in range(500):
        begin = time.perf_counter()
        get(nothing.remote(i))
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)

def children(pid):
    own = [int(child) for thread in os.listdir(f"/proc/{pid}/task") for child in open(f"/proc/{pid}/task/{thread}/children").read().split()]
    return own + [each for child in own for each in children(child)]

def processor_time():
    bridge = children(os.getpid())
    groups = {"program": [os.getpid()], "bridge": bridge, **processes, "functions": [each for pid in processes["worker"] for each in children(pid)]}
    taken = {}
    for name, pids in groups.items():
        for pid in pids:
            for thread in os.listdir(f"/proc/{pid}/task"):
                folder = f"/proc/{pid}/task/{thread}"
                key = "compilers" if "Compiler" in open(folder + "/comm").read() else name
                taken[key] = taken.get(key, 0) + int(open(folder + "/schedstat").read().split()[0]) / 1000
    return taken

def costs():
    before = processor_time()
    round_trip()
    return {name: (taken - before[name]) / 500 for name, taken in processor_time().items()}

def main():
    begin = time.perf_counter()
    start()
    result = {"start": time.perf_counter() - begin}
    if what == "rates":
        get(each(nothing, range(2000)))
        result.update(one_by_one=spread(one_by_one), batches=spread(batches), batches_ahead=spread(batches_ahead), round_trip=spread(round_trip))
        if processes:
            result["costs"] = costs()
    else:
        times = []
        for _ in range(rounds):
            begin = time.perf_counter()
            get(each(nap, [1.0] * 20))
            times.append(time.perf_counter() - begin)
        result.update(first=times[0], median=statistics.median(times), largest=max(times[1:]), largest_of_all=max(times))
    print(json.dumps(result))

if __name__ == "__main__":
    main()
"""


def wait_for_nodes(folder, count):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = subprocess.run([ATTUNE, "nodes", "--cluster", folder, "--json"], capture_output=True, text=True)
        if answer.returncode == 0 and len([line for line in answer.stdout.splitlines() if '"id"' in line]) >= 1:
            if answer.stdout.count('"id"') == count:
                return
        time.sleep(0.2)
    raise SystemExit(f"the {count} workers have not joined: {answer.stdout} {answer.stderr}")


class Cluster:
    """A head and workers, as processes."""

    def __init__(self, folder, nodes):
        self.folder, self.nodes, self.workers = os.path.join(folder, "cluster"), nodes, []

    def __enter__(self):
        self.head = subprocess.Popen([ATTUNE, "cluster", "start", "--foreground", "--cluster", self.folder], stdout=subprocess.DEVNULL)
        for number in range(1, self.nodes + 1):
            self.workers.append(subprocess.Popen([ATTUNE, "worker", "--cluster", self.folder, "--name", f"n{number}"],
                                                 stdout=subprocess.DEVNULL))
        wait_for_nodes(self.folder, self.nodes)
        return self

    def __exit__(self, *_):
        subprocess.run([ATTUNE, "cluster", "stop", "--cluster", self.folder, "--now"], stdout=subprocess.DEVNULL)
        for process in (*self.workers, self.head):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def processes(self):
        return {"head": [self.head.pid], "worker": [worker.pid for worker in self.workers]}


def measure(python, what, arguments, nodes, ray, env, processes=None):
    cpu = 1 if what == "rates" else 0.4
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(WORK)
        script.flush()
        words = json.dumps([ray, cpu, nodes, what, arguments.tasks, arguments.repeats, arguments.rounds, processes])
        ended = subprocess.run([python, script.name, words], env={**os.environ, **env}, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return json.loads(ended.stdout.splitlines()[-1])


def show(name, result):
    print(f"{name:8} init {result['start']:.2f} s", end="")
    if "median" in result:
        print(f"; rounds: first {result['first']:.3f} s, median {result['median']:.3f} s, largest {result['largest_of_all']:.3f} s; load {os.getloadavg()[0]:.0f}")
        return
    for title, key, form in (("one by one", "one_by_one", "{:,.0f}/s"), ("batches of 100", "batches", "{:,.0f}/s"),
                             ("the same all at once", "batches_ahead", "{:,.0f}/s"), ("round trip", "round_trip", "{:.2f} ms")):
        median, least, most = (form.format(value) for value in result[key])
        print(f"; {title} {median} ({least} to {most})", end="")
    for name, micros in result.get("costs", {}).items():
        print(f"; {name} {micros:.0f} us", end="")
    print(f"; load {os.getloadavg()[0]:.0f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ray")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("--only", choices=["rates", "rounds"])
    arguments = parser.parse_args()
    for what, nodes in (("rates", 1), ("rounds", 4)):
        if arguments.only in (None, what):
            with tempfile.TemporaryDirectory() as folder, Cluster(folder, nodes) as cluster:
                env = {"ATTUNE_CALLED": ATTUNE, "ATTUNE_CLUSTER": cluster.folder, "PYTHONPATH": os.path.join(ROOT, "python")}
                show("Attune", measure(sys.executable, what, arguments, nodes, False, env, cluster.processes()))
            if arguments.ray:
                show("Ray", measure(arguments.ray, what, arguments, nodes, True, {}))


if __name__ == "__main__":
    main()
