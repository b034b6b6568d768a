"""How many trials a second when a trial is a Python function that does nothing but report.

    python3 benchmarks/python_trials.py [--trials 40] [--reports 10] [--rounds 3] [--ray /path/to/python]

Two trials at once, through the real `attune run`, with each way of starting them; beside Ray Tune on two CPUs with the same function, for which --ray names a Python that has
it (`pip install 'ray[tune]'` in an environment of its own), once as it comes and once with reuse_actors=True; and beside the limits: `python -c pass`, and a fork of a process that has nothing
loaded, started as often by a bare loop, two at once. All take turns. Trials a second: from the first trial's creation to the last one's end, by the journal; for Ray from `fit`
called to returned. To first line: seconds from the configuration proposed to the first line of the function. Files and folders: in the study's folder (in Ray's storage), a trial.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
STUDY = """
study: noop
objective: {{metric: loss, mode: min}}
space: {{x: {{type: float, low: 0, high: 1}}}}
sampler: random
trials: {trials}
max_parallel: 2
resources: {{cpu: 0.5}}
trainable: {{python: noop.py:train, start: {start}}}
"""
FUNCTION = """
import time

import attune


def train(config):
    first = time.time()
    for step in range(REPORTS):
        attune.report(loss=config["x"] + step, first=first)
"""


def contents(folder):
    """Files and folders in it."""
    walked = [(len(files), len(folders)) for _, folders, files in os.walk(folder)]
    return sum(files for files, _ in walked), sum(folders for _, folders in walked)


def in_attune(start, trials, reports):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "noop.py"), "w") as file:
            file.write(FUNCTION.replace("REPORTS", str(reports)))
        study = os.path.join(folder, "noop.yaml")
        with open(study, "w") as file:
            file.write(STUDY.format(trials=trials, start=start))
        results = os.path.join(folder, "results")
        env = {"ATTUNE_PYTHON": sys.executable, **os.environ, "ATTUNE_RESULTS": results}
        subprocess.run([ATTUNE, "run", study], env=env, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(results, "noop", "journal.jsonl")) as file:
            events = [json.loads(line) for line in file][1:]
        for event in events:
            event["time"] = datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()
        created = {event["trial"]: event["time"] for event in events if event["event"] == "trial_created"}
        ended = [event["time"] for event in events if event["event"] == "attempt_ended" and event["cause"] == "FINISHED"]
        first = {event["trial"]: event["metrics"]["first"] for event in events if event["event"] == "reported" and event["step"] == 1}
        placed = {event["start"] for event in events if event["event"] == "attempt_placed"}
        if len(ended) != trials:
            raise SystemExit(f"{trials} trials should have come to their end, but {len(ended)} did.")
        files, folders = contents(results)
    return {
        "rate": trials / (ended[-1] - min(created.values())),
        "first": statistics.median(first[trial] - created[trial] for trial in created),
        "files": files / trials,
        "folders": folders / trials,
        "started": "+".join(sorted(placed)),
    }


def in_ray(python, trials, reports, reuse):
    with tempfile.TemporaryDirectory() as folder:
        command = [python, os.path.abspath(__file__), "--inside-ray", folder, str(trials), str(reports), str(int(reuse))]
        env = {**os.environ, "RAY_AIR_NEW_OUTPUT": "0", "RAY_USAGE_STATS_ENABLED": "0"}
        run = subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            with open(os.path.join(folder, "taken.json")) as file:
                return json.load(file)
        except OSError:
            raise SystemExit(f"Ray Tune did not run with {python}:\n{run.stderr[-2000:]}")


def inside_ray(folder, trials, reports, reuse):
    import ray
    from ray import tune
    from ray.tune.search import Searcher

    def train(config):
        first = time.time()
        for step in range(reports):
            tune.report({"loss": config["x"] + step, "first": first, "proposed": config["proposed"]})

    class Proposals(Searcher):
        """Random, and says when: only when a CPU is free, as Attune proposes."""

        def suggest(self, trial_id):
            return {"x": random.random(), "proposed": time.time()}

        def on_trial_complete(self, trial_id, result=None, error=False):
            pass

    storage = os.path.join(folder, "storage")
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", _temp_dir=os.path.join(folder, "ray"))
    start = time.time()
    results = tune.Tuner(
        tune.with_resources(train, {"cpu": 1}),
        tune_config=tune.TuneConfig(
            num_samples=trials, metric="loss", mode="min", search_alg=Proposals(), max_concurrent_trials=2, reuse_actors=reuse
        ),
        run_config=tune.RunConfig(storage_path=storage, name="noop", verbose=0),
    ).fit()
    seconds = time.time() - start
    ray.shutdown()
    first = [result.metrics["first"] - result.metrics["proposed"] for result in results]
    files, folders = contents(storage)
    taken = {"rate": trials / seconds, "first": statistics.median(first), "files": files / trials, "folders": folders / trials}
    with open(os.path.join(folder, "taken.json"), "w") as file:
        json.dump({**taken, "started": f"Ray {ray.__version__}"}, file)


def bare(start, trials):
    def loop():
        for _ in range(trials // 2):
            start()

    threads = [threading.Thread(target=loop) for _ in range(2)]
    begun = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"rate": trials / (time.time() - begun)}


def forks(trials):
    """Two children at once, of a process of their own without threads."""
    script = "\n".join(
        [
            "import os, time",
            "begun = time.time()",
            f"for trial in range({trials}):",
            "    if trial >= 2: os.wait()",
            "    if os.fork() == 0: os._exit(0)",
            "os.wait(), os.wait()",
            f"print({trials} / (time.time() - begun))",
        ]
    )
    return {"rate": float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=40, help="an even number")
    parser.add_argument("--reports", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ray", help="a Python that has ray[tune]")
    options = parser.parse_args()
    measures = {
        "a bare fork": lambda: forks(options.trials),
        "python -c pass": lambda: bare(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), options.trials),
        **{f"attune, start: {start}": lambda start=start: in_attune(start, options.trials, options.reports) for start in ("fork", "ahead", "fresh")},
    }
    if options.ray:
        measures["Ray Tune"] = lambda: in_ray(options.ray, options.trials, options.reports, False)
        measures["Ray Tune, reuse_actors"] = lambda: in_ray(options.ray, options.trials, options.reports, True)
    taken = {name: [] for name in measures}
    for _ in range(options.rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    heading = f"{options.trials} trials, {options.reports} reports"
    print(f"{heading:<24}{'trials/s':>9}{'least':>8}{'most':>8}{'to Ray':>8}{'first line, s':>15}{'files':>7}{'folders':>9}  started as")
    peer = statistics.median(each["rate"] for each in taken["Ray Tune"]) if options.ray else None
    for name, rounds in taken.items():
        rates = [each["rate"] for each in rounds]
        median = statistics.median(rates)
        ratio = f"{median / peer:.1f}" if peer else "-"
        line = f"{name:<24}{median:>9.2f}{min(rates):>8.2f}{max(rates):>8.2f}{ratio:>8}"
        if "first" in rounds[0]:
            line += f"{statistics.median(each['first'] for each in rounds):>15.3f}"
            line += f"{rounds[0]['files']:>7.1f}{rounds[0]['folders']:>9.1f}  {rounds[0]['started'] or 'not told'}"
        print(line)
    if not options.ray:
        print("Ray Tune was not measured: name a Python that has it, --ray /path/to/python.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside-ray"]:
        inside_ray(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5] == "1")
    else:
        main()
