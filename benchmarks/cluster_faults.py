"""Runs a study twice on a cluster of four machines, once in peace and once with all kinds of faults, and compares what came of it.

    sudo python3 benchmarks/cluster_faults.py [--python PYTHON] [--trials 36] [--max-step 9] [--study examples/cgconv] [--set KEY=VALUE]...

The machines are network namespaces, joined by a bridge; the head is on the first, a worker on each of the others. PYTHON (else ATTUNE_PYTHON) is an interpreter that has what the study
requires; without it the study's environment is built as usual. The study runs with random search and HyperBand, so that its decisions do not depend on who comes first, and one
thread a trial, so that sums do not depend on it either.

The second time, after each tenth part of the reports, something happens: a worker is killed (and another comes), a link is cut for 15 seconds without a word to anybody, the head is
killed (and the next one starts on another machine), a worker is frozen until it is noticed, another worker is killed. Then final states and values of the two runs have to be equal,
each (trial, step) in the journal once, and nothing left over. Prints also after how long a dead, a frozen and a cut-off worker was noticed.
"""

import argparse
import collections
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
CUT = 15
PATIENCE = 300
RETRIES = 3


def call(*words, check=True, env=None):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def wait_for(what, happened):
    """Seconds until it happened."""
    begun = time.monotonic()
    while not happened():
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit(f"waited in vain for {what}")
        time.sleep(0.02)
    return time.monotonic() - begun


class Machines:
    """Network namespaces with the addresses 10.78.0.1 and so on, and one more for the bridge between them."""

    def __init__(self, count):
        self.prefix, self.names = f"af{os.getpid()}", []
        self.space("sw")
        self.on("sw", "ip", "link", "add", "br0", "type", "bridge")
        self.on("sw", "ip", "link", "set", "br0", "up")
        for number in range(1, count + 1):
            self.space(number)
            port, peer = f"p{number}", f"{self.prefix}{number}"
            self.on("sw", "ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", peer)
            self.on("sw", "ip", "link", "set", port, "master", "br0", "up")
            self.on(number, "ip", "addr", "add", f"10.78.0.{number}/24", "dev", "eth0")
            self.on(number, "ip", "link", "set", "eth0", "up")
            self.on(number, "ip", "link", "set", "lo", "up")

    def space(self, name):
        call("ip", "netns", "add", f"{self.prefix}{name}")
        self.names.append(f"{self.prefix}{name}")

    def command(self, machine, *words):
        return ["ip", "netns", "exec", f"{self.prefix}{machine}", *words]

    def on(self, machine, *words):
        return call(*self.command(machine, *words))

    def cut(self, number):
        self.on("sw", "ip", "link", "set", f"p{number}", "nomaster")

    def mend(self, number):
        self.on("sw", "ip", "link", "set", f"p{number}", "master", "br0")

    def sockets(self):
        """Those that still listen, or are connected."""
        lines = (line for name in self.names for line in call("ip", "netns", "exec", name, "cat", "/proc/net/tcp", "/proc/net/tcp6").splitlines())
        return [line for line in lines if "local_address" not in line and line.split()[3] in ("01", "0A")]

    def close(self):
        for name in self.names:
            call("ip", "netns", "del", name, check=False)


class Cluster:
    def __init__(self, machines, folder, python):
        self.machines, self.folder, self.workers = machines, folder, {}
        self.cluster, self.results, self.scratch = (os.path.join(folder, name) for name in ("cluster", "results", "scratch"))
        os.makedirs(self.scratch)
        self.environment = {
            **os.environ, "ATTUNE_CLUSTER": self.cluster, "ATTUNE_RESULTS": self.results, "TMPDIR": self.scratch, "OMP_NUM_THREADS": "1",
            **({"ATTUNE_PYTHON": python} if python else {})}

    def attune(self, machine, *words):
        return call(*self.machines.command(machine, ATTUNE, *words), env=self.environment)

    def head(self, machine):
        return json.loads(self.attune(machine, "cluster", "start", "--json"))["pid"]

    def worker(self, name, machine):
        words = [ATTUNE, "worker", "--name", name, "--cpus", "1"]
        log = open(os.path.join(self.folder, f"{name}.out"), "w")
        self.workers[name] = subprocess.Popen(self.machines.command(machine, *words), env=self.environment, stdout=log, stderr=log)
        self.await_line(f"{name} joined")

    def log(self):
        with open(os.path.join(self.cluster, "head.log")) as file:
            return file.read()

    def await_line(self, text, times=1):
        return wait_for(text, lambda: self.log().count(text) >= times)

    def journal(self, study):
        path = os.path.join(self.results, study, "journal.jsonl")
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return [json.loads(line) for line in file if line.endswith("\n")]

    def reported(self, study):
        return sum(event.get("event") == "reported" for event in self.journal(study))

    def rows(self, study, *more):
        lines = call(ATTUNE, "results", study, "--format", "jsonl", *more, env=self.environment).splitlines()
        return [json.loads(line) for line in lines]

    def processes(self):
        marker, found = f"ATTUNE_RESULTS={self.results}".encode(), []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as environment, open(f"/proc/{pid}/stat") as stat:
                    if marker in environment.read().split(b"\0") and " Z " not in stat.read():
                        found.append(int(pid))
            except OSError:
                continue
        return found

    def close(self):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


class Faults:
    """What happens, one after the other. Each is told when it is its turn, and returns when the cluster has noticed."""

    def __init__(self, cluster, head):
        self.cluster, self.machines, self.head = cluster, cluster.machines, head

    def kill(self, name, machine):
        self.cluster.workers[name].kill()
        seconds = self.cluster.await_line(f"{name} is not to be reached")
        self.cluster.workers[name].wait()
        self.cluster.worker(f"{name}b", machine)
        return f"the process of worker {name} was killed: noticed after {seconds:.2f} s; another came"

    def a_worker_is_killed(self):
        return self.kill("n2", 2)

    def a_link_is_cut(self):
        begun = time.monotonic()
        self.machines.cut(3)
        time.sleep(CUT)
        self.machines.mend(3)
        known = self.cluster.log().count("n3 is not to be reached")
        lost = "was given up" if "n3 is lost" in self.cluster.log() else "was kept"
        return f"the link of n3 was cut for {time.monotonic() - begun:.1f} s: it {lost}; suspected {known} times"

    def the_head_is_killed(self):
        os.kill(self.head, signal.SIGKILL)
        wait_for("the end of the head", lambda: not os.path.exists(f"/proc/{self.head}"))
        begun = time.monotonic()
        self.head = self.cluster.head(4)
        started = time.monotonic() - begun
        there = [name for name, process in self.cluster.workers.items() if process.poll() is None]
        after = lambda: self.cluster.log().rsplit(" listens on port ", 1)[1]
        wait_for("all workers", lambda: all(f"{name} joined" in after() for name in there))
        return f"the head was killed: another on another machine after {started:.1f} s, and all {len(there)} workers with it after {time.monotonic() - begun:.1f} s"

    def a_worker_is_frozen(self):
        frozen = self.cluster.workers["n4"]
        before = self.cluster.log().count("n4 is not to be reached")
        frozen.send_signal(signal.SIGSTOP)
        seconds = self.cluster.await_line("n4 is not to be reached", before + 1)
        frozen.send_signal(signal.SIGCONT)
        return f"worker n4 was frozen: noticed after {seconds:.1f} s"

    def another_worker_is_killed(self):
        return self.kill("n3", 3)


ORDER = ["a_worker_is_killed", "a_link_is_cut", "the_head_is_killed", "a_worker_is_frozen", "another_worker_is_killed"]


def study_file(options, folder):
    """The study in a folder of its own, with a search that does not depend on time."""
    shutil.copytree(os.path.join(ROOT, options.study), folder, ignore=shutil.ignore_patterns("results", "__pycache__"))
    path = os.path.join(folder, "study.yaml")
    with open(path) as file:
        lines = [line for line in file if not (options.python and "requirements:" in line)]
    with open(path, "w") as file:
        file.writelines(lines)
    return path


def run(options, folder, disturb):
    """Rows, reports, events and what was left, of one run."""
    machines = Machines(4)
    cluster = Cluster(machines, folder, options.python)
    try:
        head = cluster.head(1)
        for number in (2, 3, 4):
            cluster.worker(f"n{number}", number)
        sets = {"study": "faults", "trials": options.trials, "seed": 1, "scheduler.max_step": options.max_step}
        words = [word for pair in [*(f"{key}={value}" for key, value in sets.items()), *options.set] for word in ("--set", pair)]
        path = study_file(options, os.path.join(folder, "study"))
        begun = time.monotonic()
        command = [ATTUNE, "run", path, "--cluster", cluster.cluster, "--plain", "--set", "sampler=random", *words]
        show = lambda: subprocess.Popen(machines.command(1, *command), env=cluster.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        client = show()
        if disturb:
            faults = Faults(cluster, head)
            for number, name in enumerate(ORDER):
                moment = disturb * (number + 1) // (2 * len(ORDER))
                wait_for(f"report {moment}", lambda: cluster.reported("faults") >= moment)
                print(f"  at report {cluster.reported('faults')}: {getattr(faults, name)()}", flush=True)
        output, _ = client.communicate()
        for _ in range(RETRIES if disturb else 0):
            # The command that shows the study may end with the head; the study does not, and the same command finds it again.
            if client.returncode:
                client = show()
                output, _ = client.communicate()
        if client.returncode:
            raise SystemExit(f"the study ended with {client.returncode}:\n{output}\n{cluster.log()}")
        seconds = time.monotonic() - begun
        rows, reports, journal = cluster.rows("faults"), cluster.rows("faults", "--reports"), cluster.journal("faults")
        cluster.attune(1, "cluster", "stop")
        for process in cluster.workers.values():
            process.wait(60)
        kept = sorted(set(os.listdir(cluster.cluster)) - {"key.pem", "epoch", "head.log", "head.log.1", "files", "code", "studies"})
        left = {"processes": cluster.processes(), "sockets": machines.sockets(), "temporary files": [name for name in os.listdir(cluster.scratch) if "attune" in name], "of the head": kept}
    finally:
        cluster.close()
        machines.close()
    left["namespaces"] = [line for line in call("ip", "netns", "list").splitlines() if line.startswith(machines.prefix)]
    return seconds, rows, reports, journal, left


def final(rows):
    return {row["trial"]: (row["state"], row["step"], row.get("best"), row.get("value")) for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default=os.environ.get("ATTUNE_PYTHON", ""))
    parser.add_argument("--study", default="examples/cgconv")
    parser.add_argument("--trials", type=int, default=36)
    parser.add_argument("--max-step", type=int, default=9)
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}; {len(os.sched_getaffinity(0))} CPUs; {options.study}, {options.trials} trials, {options.max_step} steps")
    with tempfile.TemporaryDirectory() as folder:
        print("in peace", flush=True)
        calm_seconds, calm, calm_reports, _, calm_left = run(options, os.path.join(folder, "calm"), 0)
        print(f"  {calm_seconds:.0f} s, {len(calm_reports)} reports\nwith faults", flush=True)
        seconds, rows, reports, journal, left = run(options, os.path.join(folder, "disturbed"), len(calm_reports))
        print(f"  {seconds:.0f} s, {len(reports)} reports, attempts {sum(row['attempts'] for row in rows)} instead of {sum(row['attempts'] for row in calm)}")
    told = collections.Counter((event["trial"], event["step"]) for event in journal if event.get("event") == "reported")
    values = lambda some: {(one["trial"], one["step"]): {key: value for key, value in one.items() if "loss" in key} for one in some}
    checks = {
        "final state, step and value of each trial are the same": final(rows) == final(calm),
        "each report has the same value": values(reports) == values(calm_reports),
        "each (trial, step) is in the journal once": len(told) == len(calm_reports) and set(told.values()) == {1},
        "no trial has failed": all(row["state"] != "FAILED" for row in rows),
        **{("nothing" if what == "of the head" else "no") + f" {what} left": not some for what, some in left.items()},
    }
    print("\ntrial  state      step  value     in peace")
    for trial, there in sorted(final(calm).items()):
        here = final(rows).get(trial)
        print(f"{trial:>5}  {here[0]:<9}  {here[1]:>4}  {here[3] if here[3] is not None else here[2]}  {'the same' if here == there else there}")
    for what, holds in checks.items():
        print(f"{'yes' if holds else 'NO '}  {what}")
    if not all(checks.values()):
        print(json.dumps(left, indent=1), {key: (values(reports).get(key), value) for key, value in values(calm_reports).items() if values(reports).get(key) != value})
        sys.exit(1)


if __name__ == "__main__":
    main()
