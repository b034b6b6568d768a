"""Two users with many studies each, all submitted at once to the same nodes of a test cluster: nothing collides, and nobody sees the other.

    python3 benchmarks/slurm_crowd.py ../shared/slurm [--studies 20] [--trials 6]

Needs root: the argument is the folder of a test cluster (`up`, `down`), which is begun for it unless it runs, and two users are made for the time of the test. Each study is a batch job of two nodes in which `attune run study.yaml` starts its
step. Told: how many studies ended with all their trials completed, each with the values that are its own; whether one user can read anything of the other's, or is let in by a head of the other's; what is left running.
"""

import argparse
import csv
import glob
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
USERS = ("attune-one", "attune-two")

STUDY = """study: s{number}
objective: {{metric: loss, mode: min}}
space:
  n: {{type: int, low: 1, high: {trials}}}
sampler: grid
resources: {{cpu: 1}}
trainable:
  command: [sh, -c, 'sleep 0.{number}; echo "attune: {{{{\\"step\\": 1, \\"loss\\": {base}{{n}}}}}}"']
seed: {number}
"""

JOB = """#!/bin/sh
#SBATCH --nodes=2 --ntasks-per-node=1 --cpus-per-task=1 --mem-per-cpu=500MB --time=00:20:00
#SBATCH --job-name=s{number} --output={home}/s{number}/out
cd {home}/s{number} && exec {home}/attune run study.yaml --plain
"""


def as_user(user, command):
    return subprocess.run(["su", "-", user, "-c", command], capture_output=True, text=True)


def home(user):
    return os.path.expanduser("~" + user)


def prepare(user, base, given):
    subprocess.run(["useradd", "-m", "-K", "HOME_MODE=0700", "-s", "/bin/sh", user], check=True)
    shutil.copy(ATTUNE, home(user))
    for number in range(1, given.studies + 1):
        folder = os.path.join(home(user), f"s{number}")
        os.mkdir(folder)
        with open(os.path.join(folder, "study.yaml"), "w") as file:
            file.write(STUDY.format(number=number, trials=given.trials, base=base + number))
        with open(os.path.join(folder, "job.sh"), "w") as file:
            file.write(JOB.format(number=number, home=home(user)))
    subprocess.run(["chown", "-R", user + ":", home(user)], check=True)
    # The class archive is made once, and not by the forty that begin at once.
    as_user(user, "ATTUNE_CLASS_ARCHIVE=now ~/attune --version")


def submit(given):
    script = "for i in $(seq %d); do sbatch --parsable $HOME/s$i/job.sh; done" % given.studies
    both = [subprocess.Popen(["su", "-", user, "-c", script], stdout=subprocess.DEVNULL) for user in USERS]
    if any(process.wait() for process in both):
        sys.exit("a job could not be submitted.")


def states():
    """Of the jobs that are there."""
    return subprocess.run(["squeue", "-h", "-o", "%T"], capture_output=True, text=True).stdout.split()


def wait():
    most = 0
    while True:
        now = states()
        most = max(most, now.count("RUNNING"))
        if not now:
            return most
        time.sleep(1)


def strangers():
    """What each user may see of the other's heads while they run: a key is a file, and a port lets in only those who hold it."""
    seen = []
    for user, other in (USERS, USERS[::-1]):
        for what in ("ls", "cat"):
            said = as_user(user, f"{what} {home(other)}/.attune/slurm {home(other)}/s1/study.yaml")
            seen += [said.stdout] if said.stdout.strip() else []
        steps = os.path.join(home(other), ".attune", "slurm")
        own = os.path.join(home(user), ".attune", "slurm")
        heads, keys = heads_of(steps), sorted(glob.glob(os.path.join(own, "*", "key.pem")))
        if heads and keys:
            said = as_user(user, f"./attune nodes --head {heads[0]} --key {keys[0]}")
            seen += [said.stdout] if said.returncode == 0 else []
            print(f"{user} at a head of the other's: {said.stderr.strip()[:160]}")
    return seen


def heads_of(steps):
    found = []
    for step in sorted(os.listdir(steps)) if os.path.isdir(steps) else []:
        try:
            with open(os.path.join(steps, step, "head.json")) as file:
                head = json.load(file)
            found.append(f"{head['addresses'][0]}:{head['port']}")
        except (OSError, KeyError, IndexError):
            continue
    return found


def failures(user, base, given):
    """A line for each study that is not as it should be."""
    wrong = []
    for number in range(1, given.studies + 1):
        said = as_user(user, f"cd s{number} && ~/attune results s{number} --format csv")
        rows = list(csv.DictReader(io.StringIO(said.stdout)))
        losses = sorted(float(row["value"] or "nan") for row in rows)
        wanted = sorted(float(f"{base + number}{n}") for n in range(1, given.trials + 1))
        states = {row["state"] for row in rows}
        if losses != wanted or states != {"COMPLETED"}:
            with open(os.path.join(home(user), f"s{number}", "out")) as file:
                wrong.append(f"{user} s{number}: {states} {losses} {said.stderr.strip()}\n{file.read()[-1500:]}")
    return wrong


def left():
    """What is there a minute later still: steps end a moment after their jobs do."""
    end = time.monotonic() + 60
    while running() and time.monotonic() < end:
        time.sleep(1)
    return running()


def running():
    return [line for line in subprocess.run(["ps", "-eo", "user:20,args"], capture_output=True, text=True).stdout.splitlines() if line.startswith("attune-")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("slurm")
    parser.add_argument("--studies", type=int, default=20)
    parser.add_argument("--trials", type=int, default=6)
    given = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("two users are made for this, which needs root.")
    begun = subprocess.run(["squeue"], capture_output=True).returncode != 0
    if begun:
        subprocess.run([os.path.join(given.slurm, "up"), "--quiet"], check=True)
    # So that nothing of it stays, however it ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(f"it was told to end, with {len(states())} jobs left."))
    try:
        for index, user in enumerate(USERS):
            prepare(user, 1000 * (index + 1), given)
        print(f"{2 * given.studies} studies of {given.trials} trials, two nodes each; load {os.getloadavg()[0]:.1f}", flush=True)
        start = time.monotonic()
        submit(given)
        end = time.monotonic() + 180
        while not all(heads_of(os.path.join(home(user), ".attune", "slurm")) for user in USERS) and time.monotonic() < end:
            time.sleep(0.2)
        seen = strangers()
        most = wait()
        took = time.monotonic() - start
        wrong = [line for index, user in enumerate(USERS) for line in failures(user, 1000 * (index + 1), given)]
        print("\n".join(wrong))
        rest = left()
        print(f"{2 * given.studies - len(wrong)} of {2 * given.studies} studies as they should be, in {took:.0f} s, {most} at a time at most; seen of each other: {seen or 'nothing'}; left running: {rest or 'nothing'}; load {os.getloadavg()[0]:.1f}")
        return 1 if wrong or seen or rest else 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if begun:
            subprocess.run([os.path.join(given.slurm, "down"), "--quiet"])
        for user in USERS:
            subprocess.run(["userdel", "-rf", user], capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
