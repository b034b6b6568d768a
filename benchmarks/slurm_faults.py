#!/usr/bin/env python3
"""Small studies on a real Slurm, all at once, each with a fault in its middle that takes Slurm its time to get over.

    benchmarks/slurm_faults.py [--limit SECONDS] [NAME...]

Needs root and ../shared/slurm (or $ATTUNE_SHARED/slurm), whose cluster it starts and ends. Each study is submitted by `attune slurm submit` to two nodes of its own, with a budget of several
allocations, and its trials stand still in their middle until the fault has come. Told of each: after how long it was over and none of its jobs was left, how attempts ended, what became of its jobs, and whether every trial was
completed, each (trial, step) in the journal once, and nothing that was saved done again.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
SLURM = pathlib.Path(os.environ.get("ATTUNE_SHARED", HERE.parent / "shared")) / "slurm"
TRIALS, STEPS, HALF = 6, 6, 3

TRAIN = f"""
import os, time, attune
def train(config):
    for step in range(attune.trial().step + 1, {STEPS + 1}):
        while step > {HALF} and not os.path.exists("go"):
            time.sleep(0.1)
        folder = attune.save_dir()
        (folder / "step").write_text(str(step))
        attune.report(step=step, loss=config["n"] / step, checkpoint=folder)
"""

STUDY = """
study: %s
objective: {metric: loss, mode: min}
space: {n: {type: int, low: 1, high: %d}}
sampler: grid
resources: {cpu: 1}
grace: 1s
trainable: {python: "train.py:train"}
slurm: {nodes: 2, cpus_per_task: 1, mem_per_cpu: 500, time: 10, budget: 60, options: {nodelist: "%s"}}
seed: 1
"""


def shell(command, check=True):
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    if check and done.returncode:
        sys.exit(f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def node(fault, name):
    shell(f"{SLURM}/node {fault} {name}")


def later(seconds, command):
    """So that faults of several studies go on side by side."""
    subprocess.Popen(["bash", "-c", f"sleep {seconds}; {command}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def first_node_crashes(study):
    node("crash", study.nodes[0])
    later(40, f"{SLURM}/node boot {study.nodes[0]}")


def link_of_first_node_is_cut(study):
    node("link-down", study.nodes[0])
    later(60, f"{SLURM}/node link-up {study.nodes[0]}")


def link_of_other_node_is_cut(study):
    node("link-down", study.nodes[1])
    later(60, f"{SLURM}/node link-up {study.nodes[1]}")


def daemon_of_first_node_is_killed(study):
    node("slurmd-kill", study.nodes[0])
    later(20, f"{SLURM}/node slurmd-start {study.nodes[0]}")


def suspended(study):
    shell(f"scontrol suspend {study.job}")
    later(30, f"scontrol resume {study.job}")


def requeued_and_held(study):
    shell(f"scontrol requeuehold {study.job}")
    later(30, f"scontrol release {study.job}")


def first_task_is_cancelled(study):
    shell(f"scancel --signal=KILL {study.job}.0")


FAULTS = [
    first_node_crashes,
    link_of_first_node_is_cut,
    link_of_other_node_is_cut,
    daemon_of_first_node_is_killed,
    suspended,
    requeued_and_held,
    first_task_is_cancelled,
]


class Study:
    def __init__(self, home, fault, nodes):
        self.name, self.fault, self.nodes = fault.__name__, fault, nodes
        self.folder = home / self.name
        self.folder.mkdir()
        (self.folder / "train.py").write_text(TRAIN)
        (self.folder / "study.yaml").write_text(STUDY % (self.name, TRIALS, ",".join(nodes)))
        self.environment = dict(os.environ, HOME=str(home), ATTUNE_RESULTS=str(home / "results"))
        self.results = home / "results" / self.name
        self.hit = self.over = self.gone = None
        self.submission = self.attune("slurm", "submit", "study.yaml", "--json")

    def attune(self, *words):
        return subprocess.Popen([HERE / "attune", *words], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def is_submitted(self):
        out, err = self.submission.communicate()
        if self.submission.returncode:
            sys.exit(f"{self.name} could not be submitted: {err}")
        self.job = json.loads(out)["job"]

    def events(self):
        journal = self.results / "journal.jsonl"
        events = []
        for line in journal.read_text().splitlines() if journal.exists() else []:
            try:
                events.append(json.loads(line))
            except ValueError:
                break
        return [event for event in events if "event" in event]

    def look(self):
        """What is to be done with it now."""
        events = self.events()
        if self.hit is None and sum(event["event"] == "reported" for event in events) == 2 * HALF:
            self.fault(self)
            self.hit = time.monotonic()
        elif self.hit is not None and not (self.folder / "go").exists() and time.monotonic() - self.hit > 3:
            (self.folder / "go").touch()
        elif self.over is None and any(event["event"] == "study_ended" for event in events):
            self.over = time.monotonic()
        elif self.over is not None and self.gone is None and not shell(f"squeue -h -n {self.name}").strip():
            self.gone = time.monotonic()

    def row(self):
        """Its line, and whether all is well."""
        count = collections.Counter((event["trial"], event["step"]) for event in self.events() if event["event"] == "reported")
        saved, again = {}, 0
        for event in self.events():
            if event["event"] == "attempt_started":
                again = max(again, saved.get(event["trial"], 0) - event["from"])
            elif event["event"] == "reported":
                saved[event["trial"]] = event["step"]
        causes = collections.Counter(event["cause"] for event in self.events() if event["event"] == "attempt_ended")
        well = self.over is not None and len(count) == TRIALS * STEPS and max(count.values()) == 1 and not again and causes["FINISHED"] == TRIALS and not causes["ERROR"]
        took, gone = (f"{at - self.hit:.0f} s" if at else "not yet" for at in (self.over, self.gone))
        jobs = ", ".join(shell(f"for j in $(squeue -h -t all -n {self.name} -o %A | sort -n); do scontrol -o show job $j | grep -o ' JobState=[A-Z_]*' | cut -d= -f2; done").split())
        return f"| {self.name.replace('_', ' ')} | {took} | {gone} | {'yes' if well else 'NO'} | {', '.join(f'{n} {cause}' for cause, n in sorted(causes.items()))} | {jobs} |", well

    def log(self):
        return "\n".join(f"== {log}\n{log.read_text(errors='replace')[-2500:]}" for log in sorted(self.results.rglob("slurm/*/*.log")))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--limit", type=int, default=240, help="seconds after which it gives up")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of faults; else all")
    given = parser.parse_args()
    faults = [fault for fault in FAULTS if not given.names or fault.__name__ in given.names]
    home = pathlib.Path(tempfile.mkdtemp(prefix="attune-faults-"))
    subprocess.run([SLURM / "up", "--quiet", "--cpus", "1", "--nodes", str(2 * len(faults))], check=True)
    try:
        begun = time.monotonic()
        studies = [Study(home, fault, [f"n{2 * i + 1}", f"n{2 * i + 2}"]) for i, fault in enumerate(faults)]
        for study in studies:
            study.is_submitted()
        while any(study.gone is None for study in studies) and time.monotonic() - begun < given.limit:
            for study in studies:
                study.look()
            time.sleep(0.5)
        rows = [study.row() for study in studies]
        print("| fault | over after | no job after | each trial and step once | attempts | jobs |\n| --- | --- | --- | --- | --- | --- |")
        print("\n".join(row for row, _ in rows), f"\nload {os.getloadavg()[0]:.1f}")
        for study, (_, well) in zip(studies, rows):
            print("" if well else study.log(), end="")
        return 0 if all(well for _, well in rows) else 1
    finally:
        subprocess.run(["scancel", "--me"], check=False)
        subprocess.run([SLURM / "down", "--quiet"], check=False)
        shutil.rmtree(home, ignore_errors=True)


sys.exit(main())
