#!/usr/bin/env python3
"""A study on a real Slurm whose allocations are far too short for it, with faults.

    benchmarks/slurm_endless.py [--trials 30] [--no-faults] [--limit SECONDS] [--cgconv PYTHON]

With --cgconv the trials are those of examples/cgconv, by an interpreter that has what it requires, else sleeps. Needs root and ../shared/slurm (or $ATTUNE_SHARED/slurm), whose cluster it starts and ends. One `attune slurm submit` with a
limit of one minute for each allocation; in the second one a node crashes, in the third a link is cut, in the fourth the first
task is killed (kill -9). Then it looks whether every trial is in a final state, each (trial, step) is in the journal once, and
no attempt went on from further back than the last checkpoint.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
SLURM = pathlib.Path(os.environ.get("ATTUNE_SHARED", HERE.parent / "shared")) / "slurm"
FINAL = {"COMPLETED", "STOPPED", "FAILED", "CANCELLED"}
LOST = {"PREEMPTED", "NODE_LOST", "HEAD_LOST"}

TRAIN = """
import time, attune
def train(config):
    for step in range(attune.trial().step + 1, 28):
        time.sleep(config["seconds"])
        folder = attune.save_dir()
        (folder / "step").write_text(str(step))
        attune.report(step=step, loss=(config["x"] - 0.3) ** 2 + 1 / step, checkpoint=folder)
"""

STUDY = """
study: endless
objective: {metric: loss, mode: min}
space:
  x: {type: float, low: 0, high: 1}
  seconds: {type: float, low: 0.5, high: 3}
sampler: random
scheduler: {type: hyperband, max_step: 27, eta: 3}
trials: %d
resources: {cpu: 5}
trainable: {python: "train.py:train"}
seed: 1
"""

# One thread a trial, and narrow networks: the nodes share few cores.
CGCONV = """
study: endless
objective: {metric: mean_loss, mode: min}
space:
  lr: {type: float, low: 1e-4, high: 1e-2, log: true}
  weight_decay: {type: float, low: 1e-5, high: 1e-2, log: true}
  batch_size: {type: categorical, choices: [16, 32, 64, 128]}
  conv_dim: {type: categorical, choices: [64, 128, 256]}
sampler: bohb
scheduler: {type: hyperband, max_step: 27, eta: 3}
trials: %d
resources: {cpu: 5}
trainable: {python: "train.py:train_network"}
seed: 1
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=30)
    parser.add_argument("--no-faults", action="store_true")
    parser.add_argument("--limit", type=int, default=580, help="seconds after which it gives up")
    parser.add_argument("--cgconv", metavar="PYTHON", help="train the network of examples/cgconv by this interpreter")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-endless-"))
    subprocess.run([SLURM / "up", "--quiet"], check=True)
    try:
        Endless(folder, options).run()
    finally:
        subprocess.run(["scancel", "--me"], check=False)
        subprocess.run([SLURM / "down", "--quiet"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


class Endless:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.begun = time.monotonic()
        self.told = 0
        self.environment = dict(os.environ, HOME=str(folder), ATTUNE_RESULTS=str(folder / "results"))
        if options.cgconv:
            for module in ("train.py", "molecules.py"):
                shutil.copy(HERE / "examples" / "cgconv" / module, folder)
            self.environment.update(ATTUNE_PYTHON=options.cgconv, OMP_NUM_THREADS="1")
        else:
            (folder / "train.py").write_text(TRAIN)
        (folder / "study.yaml").write_text((CGCONV if options.cgconv else STUDY) % options.trials)
        self.faults = [] if options.no_faults else [(2, self.crash), (3, self.cut), (4, self.kill)]

    def run(self):
        words = ["slurm", "submit", "study.yaml", "--nodes=3", "--ntasks-per-node=1", "--cpus-per-task=5", "--time=1", "--budget=60"]
        submitted = subprocess.run([HERE / "attune", *words], cwd=self.folder, env=self.environment, text=True, capture_output=True)
        print(submitted.stdout + submitted.stderr, flush=True)
        submitted.check_returncode()
        while not self.is_over():
            if time.monotonic() - self.begun > self.options.limit:
                print("gave up after", self.options.limit, "s")
                break
            self.tell()
            self.break_something()
            time.sleep(2)
        self.judge()

    def events(self):
        journal = self.folder / "results" / "endless" / "journal.jsonl"
        for line in journal.read_text().splitlines() if journal.exists() else []:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if "event" in event:
                yield event

    def is_over(self):
        return any(event["event"] == "study_ended" for event in self.events())

    def heads(self):
        return sum(event["event"] == "head_started" for event in self.events())

    def tell(self):
        """How far it is when another allocation begins."""
        heads = self.heads()
        if heads != self.told:
            self.told = heads
            over = {event["trial"] for event in self.events() if event["event"] == "decided" and event["decision"] in ("STOP", "COMPLETE")}
            reports = sum(event["event"] == "reported" for event in self.events())
            self.say("begins; %d steps, %d trials over" % (reports, len(over)))

    def break_something(self):
        """As soon as trials of that allocation report."""
        events = list(self.events())
        reports = 0
        for event in events:
            reports = 0 if event["event"] == "head_started" else reports + (event["event"] == "reported")
        if self.faults and self.heads() >= self.faults[0][0] and reports >= 3:
            self.faults.pop(0)[1]()

    def say(self, text):
        print("%4d s, allocation %d: %s" % (time.monotonic() - self.begun, self.heads(), text), flush=True)

    def node(self, command, name):
        subprocess.run([SLURM / "node", command, name], check=False, stdout=subprocess.DEVNULL)

    def crash(self):
        self.say("n3 crashes, and comes back after 10 s")
        self.node("crash", "n3")
        time.sleep(10)
        self.node("boot", "n3")

    def cut(self):
        self.say("the link of n2 is cut for 10 s")
        self.node("link-down", "n2")
        time.sleep(10)
        self.node("link-up", "n2")

    def kill(self):
        for entry in pathlib.Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                environment = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            mine = b"HOME=%s" % str(self.folder).encode() in environment and b"SLURM_PROCID=0" in environment
            # The script's own Attune has the command of the first task among its words.
            if mine and b"java" in words[0] and b"run" in words and b"link" not in words:
                os.kill(int(entry.name), signal.SIGKILL)
                self.say("process %s, the first task, is killed" % entry.name)
                return
        self.say("no first task was found to kill")

    def spent(self):
        """Seconds of all attempts up to their last report, and those after it of attempts that did not end by themselves."""
        kept = lost = 0
        since, latest = {}, None
        for event in self.events():
            now = datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
            of = (event.get("trial"), event.get("attempt"))
            if event["event"] == "attempt_started":
                since[of] = now
            elif event["event"] == "reported":
                kept += (now - since[of]).total_seconds()
                since[of] = now
            elif event["event"] == "attempt_ended" and event["cause"] in LOST:
                # Of a head that was lost the next one writes the ends.
                end = min(now, latest) if event["cause"] == "HEAD_LOST" else now
                lost += max(0, (end - since[of]).total_seconds())
            if event["event"] not in ("head_started", "attempt_ended"):
                latest = now
        return kept, lost

    def judge(self):
        steps, saved, lost, states = set(), {}, [], {}
        twice = 0
        for event in self.events():
            trial = event.get("trial")
            if event["event"] == "reported":
                twice += (trial, event["step"]) in steps
                steps.add((trial, event["step"]))
                if "checkpoint" in event:
                    saved[trial] = event["step"]
            elif event["event"] == "attempt_started":
                lost.append(saved.get(trial, 0) - event["from"])
        rows = subprocess.run([HERE / "attune", "results", "endless", "--format", "jsonl"], env=self.environment, text=True, capture_output=True)
        for line in rows.stdout.splitlines():
            row = json.loads(line)
            states[row["state"]] = states.get(row["state"], 0) + 1
        causes = {}
        for event in self.events():
            if event["event"] == "attempt_ended":
                causes[event["cause"]] = causes.get(event["cause"], 0) + 1
        print("after %d s and %d allocations: trials %s; ends of attempts %s" % (time.monotonic() - self.begun, self.heads(), states, causes))
        kept, lost_seconds = self.spent()
        print("%.0f s of trials were kept, %.0f s after their last report were not: %.1f %%" % (kept, lost_seconds, 100 * lost_seconds / max(1, kept + lost_seconds)))
        print("%d (trial, step), %d of them twice; most steps lost that were saved: %d" % (len(steps), twice, max(lost, default=0)))
        if not self.options.no_faults and "HEAD_LOST" not in causes:
            print("no trial ran when the head was killed")
        bad = twice or max(lost, default=0) or set(states) - FINAL or sum(states.values()) != self.options.trials
        if bad:
            for log in sorted(self.folder.rglob("*.log")):
                print("==", log, "\n", log.read_text(errors="replace")[-1500:])
        sys.exit(1 if bad else 0)


main()
