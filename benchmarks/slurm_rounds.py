"""Rounds of remote functions in jobs of a real Slurm, in Python and in Java; beside Ray.

    python3 benchmarks/slurm_rounds.py [../shared/slurm] [--jobs 20] [--rounds 60] [--ray /path/to/python] [--only python|java|ray]

A job is the script that people have for it: four nodes, a task a node, five CPUs each; in it `srun attune cluster start -- python examples/cluster/rounds.py`, or Rounds.java. With --ray, a Python that has Ray, as
many jobs of the script with which Ray is started on Slurm, sleeps and all, run by turns with the others. Told of each kind: seconds from the job's begin (its script's first line) to the begin of the first round, the first, the median
and the longest round, and in how many jobs all nodes took part in every round. The argument is the folder of a test cluster (`up`, `down`), which is begun for it unless it runs; without it, the Slurm that is there is used.
Needs root only for that folder.
"""

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
NODES, CPUS = 4, 5

HEADER = f"""#!/bin/bash
#SBATCH --nodes={NODES} --ntasks-per-node=1 --cpus-per-task={CPUS}
#SBATCH --mem-per-cpu=1GB --time=00:30:00
#SBATCH --job-name=rounds
echo "job $(date +%s.%N)"
"""

# Each line of a program gets the time at which it was printed, by the clock of the job's first line.
STAMP = """import sys, time
for line in iter(sys.stdin.readline, ""):
    print(time.time(), line, end="", flush=True)
"""

RAY_ROUNDS = """
import sys, time
from collections import Counter
import ray
ray.init(address="auto", logging_level="ERROR", log_to_driver=False)

@ray.remote(num_cpus=1)
def nap(seconds):
    time.sleep(seconds)
    return ray.util.get_node_ip_address()

count = int(sum(node["Resources"].get("CPU", 0) for node in ray.nodes() if node["Alive"]))
for number in range(1, int(sys.argv[1]) + 1):
    start = time.perf_counter()
    nodes = Counter(ray.get([nap.remote(1.0) for _ in range(count)]))
    took = time.perf_counter() - start
    print(f"round {number}: {took:.3f} s ", *(f"{node}:{n}" for node, n in sorted(nodes.items())), flush=True)
"""


def stamped(command, folder):
    return f"set -o pipefail\n{command} | {sys.executable} -u {folder}/stamp.py\n"


def python_job(rounds, folder):
    rounds_py = f"{ROOT}/examples/cluster/rounds.py"
    return f"export PYTHONPATH={ROOT}/python\n" + stamped(
        f"srun --cpus-per-task={CPUS} {ATTUNE} cluster start -- {sys.executable} {rounds_py} {rounds}", folder)


def java_job(rounds, folder):
    program = f'exec {ATTUNE} java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp {folder}/classes Rounds "$ATTUNE_CLUSTER" {rounds}'
    return stamped(f"srun --cpus-per-task={CPUS} {ATTUNE} cluster start -- sh -c '{program}'", folder)


def ray_job(rounds, folder, python):
    ray = os.path.join(os.path.dirname(python), "ray")
    step = f"srun --nodes={{0}} --ntasks={{0}} --cpus-per-task={CPUS} {{1}}=`hostname` {ray} start {{2}} --block --num-cpus {CPUS} >/dev/null 2>&1 &\nsleep 5\n"
    return (step.format(1, "--nodelist", "--head --dashboard-host 0.0.0.0 --port=6379")
            + step.format(NODES - 1, "--exclude", "--address `hostname`:6379")
            + stamped(f"{python} {folder}/ray_rounds.py {rounds}", folder))


def submit(body, folder, number):
    """Runs one job to its end; its output."""
    script, out = os.path.join(folder, f"job{number}.sh"), os.path.join(folder, f"job{number}.out")
    with open(script, "w") as file:
        file.write(HEADER + body + 'echo "ended $?"\n')
    said = subprocess.run(["sbatch", "--parsable", "-o", out, script], check=True, capture_output=True, text=True, cwd=folder)
    job = said.stdout.strip().split(";")[0]
    while subprocess.run(["squeue", "-h", "-j", job], capture_output=True, text=True).stdout.strip():
        time.sleep(0.5)
    with open(out) as file:
        return file.read()


def measured(output):
    """Seconds to the first round, the rounds' times, and whether each had all nodes; None if it did not end well."""
    start = re.search(r"^job ([\d.]+)$", output, re.M)
    rounds = re.findall(r"^([\d.]+) round \d+: ([\d.]+) s +(.*)$", output, re.M)
    if not start or not rounds or "ended 0" not in output:
        return None
    times = [float(took) for _, took, _ in rounds]
    begin = float(rounds[0][0]) - times[0]
    return begin - float(start.group(1)), times, all(len(nodes.split()) == NODES for _, _, nodes in rounds)


def told(kind, results):
    good = [result for result in results if result]
    if not good:
        return f"{kind:8} 0 of {len(results)} jobs ended well"
    begins = [result[0] for result in good]
    times = [took for result in good for took in result[1]]
    firsts = [result[1][0] for result in good]
    whole = sum(result[2] for result in good)
    return (f"{kind:8} to the first round {statistics.median(begins):.2f} s ({min(begins):.2f} to {max(begins):.2f}); first round {statistics.median(firsts):.3f} ({max(firsts):.3f} at most), "
            f"median {statistics.median(times):.3f}, longest {max(times):.3f}; all {NODES} nodes in every round in {whole} of {len(results)} jobs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("slurm", nargs="?")
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--ray")
    parser.add_argument("--only", choices=("python", "java", "ray"))
    parser.add_argument("--keep", action="store_true", help="keep the jobs' scripts and output")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("it was told to end."))
    begun = False
    if given.slurm and subprocess.run(["squeue"], capture_output=True).returncode != 0:
        subprocess.run([os.path.join(given.slurm, "up"), "--quiet"], check=True)
        begun = True
    # Not below /tmp, which nodes may have of their own.
    folder = tempfile.mkdtemp(prefix="attune-rounds-", dir=os.path.expanduser("~"))
    try:
        measure(given, folder)
    finally:
        if begun:
            subprocess.run([os.path.join(given.slurm, "down"), "--quiet"])
        if given.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def measure(given, folder):
    with open(os.path.join(folder, "stamp.py"), "w") as file:
        file.write(STAMP)
    kinds = {"python": lambda: python_job(given.rounds, folder), "java": lambda: java_job(given.rounds, folder)}
    if given.ray:
        with open(os.path.join(folder, "ray_rounds.py"), "w") as file:
            file.write(RAY_ROUNDS)
        kinds["ray"] = lambda: ray_job(given.rounds, folder, given.ray)
    kinds = {kind: body for kind, body in kinds.items() if given.only in (None, kind)}
    if "java" in kinds:
        subprocess.run(["javac", "-proc:none", "-cp", ATTUNE, "-d", os.path.join(folder, "classes"), os.path.join(ROOT, "examples", "cluster", "Rounds.java")], check=True)
    # As it is from the second run on.
    subprocess.run([ATTUNE, "--version"], env=dict(os.environ, ATTUNE_CLASS_ARCHIVE="now"), stdout=subprocess.DEVNULL, check=True)
    print(f"{NODES} nodes of {CPUS} CPUs, on a machine of {os.cpu_count()} if they are a test cluster's; {given.jobs} jobs of {given.rounds} rounds each; load {os.getloadavg()[0]:.1f}")
    results = {kind: [] for kind in kinds}
    for number in range(given.jobs):
        for kind, body in kinds.items():
            output = submit(body(), folder, f"-{kind}-{number}")
            results[kind].append(measured(output))
            if not results[kind][-1]:
                print(f"{kind} job {number} did not end well:\n{output[-1500:]}", file=sys.stderr)
    for kind in kinds:
        print(told(kind, results[kind]))
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
